"""English questions whose answers are French or Arabic articles of corpus/held_out.

They were written before anything was measured with them, by the titles alone, and nothing was
chosen with them. Each answer is a page and the place of the article on it.
"""

FRENCH = {
    "gathering about dredging harbours in Ivory Coast": ("fr_oif_liste", 0),
    "schools paired with ports": ("fr_oif_liste", 1),
    "beekeeper in Togo receives a medal": ("fr_ambassade_medaille", 0),
    "Cuban doctors arrive in the Comoros": ("fr_cat_agence_breves", 0),
    "vanilla harvest starts early": ("fr_cat_agence_breves", 1),
    "oranges exported to Norway": ("fr_cat_chambre_nogap", 1),
    "elephant goes back to the forest": ("fr_cat_chapeaux_doubles", 0),
    "stolen school bell": ("fr_cat_chapeaux_doubles", 1),
    "railway workers will guide visitors of a station museum": ("fr_cat_hebdo_date_dessus", 0),
    "mechanic wanted for an old steam engine": ("fr_cat_hebdo_date_dessus", 2),
    "seed bank for date palms": ("fr_agence_oasis", 0),
    "training a thousand more midwives": ("fr-question-sante", 0),
    "radio station broadcasting from a kitchen": ("fr_ong_sans_date", 0),
    "traders after the fire at the market": ("fr_quotidien_url", 0),
    "waterwheel in a garden turns again": ("fr-cat-dates", 0),
}
ARABIC = {
    "wheat seed database launched": ("ar-cat-iraq", 1),
    "call to protect libraries in Syrian cities": ("ar-cat-majlis", 2),
    "exhibition of drawings by Nubian children": ("ar-cat-tawarikh", 2),
    "photographer's archive acquired": ("ar-cat-undated", 0),
    "calligraphy week opens in Jordan": ("ar-shami-wakala", 0),
    "draft law on seeds discussed in parliament": ("ar_barlaman_shami", 0),
    "soap fair brings together craftsmen": ("ar_cat_ghurfa_shami", 2),
    "free bookkeeping course for shopkeepers": ("ar_cat_ghurfa_shami", 1),
    "students restore a five hundred year old house in Yemen": ("ar_cat_qanat_furui", 0),
    "fishermen make boats out of plastic bottles": ("ar_cat_qanat_furui", 1),
    "cinema reopens after twenty years": ("ar_cat_usbuiya_tarikh_fawq", 0),
    "shipment of malaria medicine": ("ar_cat_wakala_mukhtasar", 0),
    "bus turned into a library": ("ar_jamiya_bila_tarikh", 0),
    "old bakery works again after the war": ("ar_sahifa_rabit", 0),
    "Czech puppets on show in Egypt": ("ar_sifara_maarad", 0),
}
