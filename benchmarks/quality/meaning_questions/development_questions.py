"""English questions whose answers are French or Arabic articles of corpus/train.

What searches by meaning is chosen with the first half of them (every other one, from the first),
and confirmed by the second. An answer is the name of a page and the place of the article on it.
"""

FRENCH = {
    "common birth record agreed by midwives of three North African countries": (
        "fr-cookies-infolettre-derniers-articles", 0),
    "stonecutters to be trained, a third of them women": ("fr-date-avec-jour-de-semaine", 0),
    "how will the wells be divided between herders and gardeners?": (
        "fr-huit-depeches-voisins-et-jeudi", 0),
    "scorpions and chickens": ("fr-huit-depeches-voisins-et-jeudi", 3),
    "an engineer tests what the manuals of solar pumps leave out": (
        "fr-huit-depeches-voisins-et-jeudi", 4),
    "school for well diggers": ("fr-huit-depeches-voisins-et-jeudi", 7),
    "shadow theatre festival announces its programme": ("fr-liste-a-puces-et-annonce", 0),
    "Should pupils have an hour of air time every day? School radio stations debate the rules": (
        "fr-plage-de-jours", 0),
    "travelling books for children where there is no library": ("fr-premier-mars-dateline", 0),
    "who mends the violins of pupils for nothing in a former bus garage": (
        "fr-sans-aucune-date", 0),
    "Mali's griots say that storytelling is the one school that never closed": (
        "fr-titre-ouvrant-par-guillemet", 0),
    "which city was chosen for the soil laboratory of the African deltas": (
        "fr-trois-titres-sans-retrait", 0),
    "rice that tolerates salt": ("fr-trois-titres-sans-retrait", 1),
    "maps of mangrove forests are now free for everybody to copy": (
        "fr-trois-titres-sans-retrait", 2),
    "new head of a museum of rocks in the desert": ("fr-variantes-de-nom", 0),
    "ferries to the islands sail again after the storm": ("fr-agence-tunis", 0),
    "teenagers repair a beach dune that sand thieves had destroyed": ("fr-algerie-quotidien", 0),
    "women who sell fish learn how to keep it cold": ("fr-aps-depeches", 0),
    "At 71 a former driver sits the final school exam together with his granddaughter": (
        "fr-aps-depeches", 1),
    "bridge opens to walkers and bicycles first, cars have to wait": ("fr-commune-wordpress", 0),
    "neighbours swap seedlings": ("fr-commune-wordpress", 1),
    "canoe men who never learned to swim take lessons": ("fr-gabon-web", 0),
    "what do desert nomads call the stars? a dictionary": ("fr-institut-liste", 0),
    "scholars discuss how to spell the Arabic dialect of Mauritania": ("fr-institut-liste", 1),
    "radio storyteller publishes her first book at seventy": ("fr-interview-journal", 0),
    "old bus becomes a recording studio on wheels": ("fr-joomla-ligue", 0),
    "members of a cooperative vote for a mill of their own": ("fr-joomla-liste", 0),
    "insect pest in the lowlands, growers are advised to pick early": ("fr-joomla-liste", 1),
    "leather tanners move out of the old town": ("fr-le-quotidien-mar", 0),
    "Why did the women start to pick saffron in the middle of the night?": (
        "fr-magazine-coop", 0),
    "tuna season: how to apply for a licence": ("fr-ministere-communique", 0),
    "fight against an invasive plant that floats on the lake": ("fr-organisation-lac", 1),
    "bees on the departure board delay travellers": ("fr-overblog", 0),
    "horse market leaves a crowded crossroads": ("fr-presse-glued", 0),
    "villagers stand watch over famous trees after dark": ("fr-rfi-afrique", 0),
    "drilling reaches water for three schools and a health post": ("fr-sommaire-bulletin", 0),
    "a man who dug more than two hundred wells turns one hundred": ("fr-sommaire-bulletin", 2),
    "age of a dugout boat found in the river by dredgers": ("fr-univ-drupal", 0),
    "a ship with a delivery room will treat islanders of Lake Chad": ("fr-ong-communique", 0),
    "new shuttle train links two Algerian cities": ("fr-agence-algerie-train", 0),
    "conference wants the state of palm groves and groundwater to be monitored": (
        "fr-agence-maroc-oasis", 0),
    "olive crop up forty percent": ("fr-agence-tunis-huile", 0),
    "trees planted on the bank of the canal in place of the diseased ones": (
        "fr-association-spip", 0),
    "picture book about how boats climb through a lock": ("fr-association-spip", 2),
    "damp and insects threaten the libraries of families on the islands": (
        "fr-conseil-culture-archive", 1),
    "radio hosts trained in telling tales": ("fr-conseil-culture-archive", 2),
    "recordings of Cape Verde's music are decaying on tape for want of air conditioning": (
        "fr-conseil-culture-archive", 3),
    "words for water from the well to the cloud": ("fr-conseil-culture-archive", 4),
    "judges will hear villagers who accuse a mine of having diverted their river": (
        "fr-cour-justice-communiques", 0),
    "tolls on lorries between two countries ruled illegal": ("fr-cour-justice-communiques", 3),
    "law students win a contest by defending an imaginary fisherman": (
        "fr-cour-justice-communiques", 4),
    "gold for a judo champion in five fights": ("fr-federation-judo", 0),
    "little girl defeats the chess champion": ("fr-gazette-vallee", 2),
    "why will the carnival parade have no giant this year": ("fr-gazette-vallee", 1),
    "young engineer takes over a cheese dairy": ("fr-gazette-vallee", 0),
    "Companies lobby quietly for the contract to run a new container terminal": (
        "fr-hebdo-afrique-port", 0),
    "hospital knocked a hole in its wall for a new machine": ("fr-hopital-scanner", 0),
    "shellfish may be gathered on the beaches again": ("fr-mairie-actualites", 2),
    "octopus fishing suspended": ("fr-ministere-peche", 2),
    "six hundred women ask the minister for another ice factory": ("fr-ministere-peche", 1),
    "families open their chests so that ancient manuscripts can be photographed at home": (
        "fr-organisation-manuscrits", 0),
    "women sell argan oil on the internet without middlemen": ("fr-presse-maroc-argan", 0),
    "pupils give up their tablets for a novel on Fridays": ("fr-quotidien-lecture", 0),
    "people of one street paid for a school roof": ("fr02_quotidien_dakar", 0),
    "barge to become a stage": ("fr03_spip_association", 0),
    "communal bread oven lit for the first time in sixty years": ("fr05_commune_suisse", 0),
    "eye surgery first in Mali": ("fr06_hopital_communique", 0),
    "how many sea cows are left in the lagoon, according to a count from a plane": (
        "fr07_radio_publique", 0),
    "unlicensed sand pits shut down after surprise visits": ("fr08_ministere_actualites", 3),
    "women who look after public taps graduate": ("fr08_ministere_actualites", 2),
    "goat skins from Niger at a fair in Italy": ("fr11_chambre_commerce_joomla", 0),
    "market women learn bookkeeping in their own language": ("fr11_chambre_commerce_joomla", 1),
    "craftsmen replace shattered windows in Beirut for free": ("fr13_site_info_relatif", 0),
    "this year's festival takes place on rooftops": ("fr13_site_info_relatif", 1),
    "ghost nets turned into hammocks": ("fr_ong_dakar", 0),
    "who gave a sacred drum back to Burundi": ("fr_drupal_depeches", 1),
    "insurance against bad harvests discussed in East Africa": ("fr_drupal_depeches", 0),
    "football academy for girls in Haiti": ("fr_federation_foot", 0),
}  # fmt: skip
ARABIC = {
    "museum borrows an old Quran from Mali": ("ar-arabic-indic-digits", 0),
    "prize for young storytellers": ("ar-double-month-names-and-slash-date", 0),
    "a family gave its sandstone house to a centre that collects fishermen's tales": (
        "ar-double-month-names-and-slash-date", 1),
    "digital map of ancient caravan trails": ("ar-hijri-beside-gregorian", 0),
    "How many people did the travelling eye surgeons operate on in a week?": (
        "ar-latest-articles-newsletter-tags", 0),
    "book bus reaches villages": ("ar-levantine-months", 0),
    "teachers learn to repair school books": ("ar-levantine-months", 1),
    "a reading room that stays open until midnight": ("ar-levantine-months", 2),
    "drinking water from the sea with wind power for three thousand families": (
        "ar-moroccan-months", 0),
    "young women receive toolboxes after a course in fixing pumps": ("ar-moroccan-months", 1),
    "guidebook to underground water channels": ("ar-moroccan-months", 2),
    "who takes over at the institute of sands from a man with the same surname": (
        "ar-name-variants-two-same-surname", 0),
    "camp where fishermen's children learn about the sea": ("ar-range-bullets-quoted-title", 0),
    "salty soil discussed at a university": ("ar-titles-indented-dates-in-text", 1),
    "thousands of books travel by train to schools": ("ar-titles-indented-dates-in-text", 2),
    "new nets for fishermen after the storms": ("ar-undated-between-neighbours", 0),
    "what makes turtles return to a beach?": ("ar-undated-between-neighbours", 1),
    "rescue swimmers trained": ("ar-undated-between-neighbours", 3),
    "vegetables on the roofs make the heat of summer bearable": ("ar-undated-page", 0),
    "glass blowers to teach lamp making": ("ar-yanayir-dateline", 0),
    "a million cattle and sheep will be vaccinated": ("ar-ami-nouakchott", 0),
    "memories of a school bell that disappeared": ("ar-blog-muallim", 0),
    "retired fishermen teach children to make nets and read the wind": ("ar-gulf-paper", 0),
    "thesis about markets in the Abbasid age": ("ar-jamia-khabar", 0),
    "dovecotes restored by builders and volunteers": ("ar-jamiyya-wp", 0),
    "Half of the carved doors in her photographs no longer exist, says the author": (
        "ar-jamiyya-wp", 1),
    "old pearls on show": ("ar-kuwait-wire", 0),
    "traffic rules for people who drive tractors at night": ("ar-lebanon-nna", 0),
    "oldest coppersmiths honoured": ("ar-majlis-list", 0),
    "a hundred girls to be trained in weaving": ("ar-majlis-list", 1),
    "progress of the breakwaters before the winter storms": ("ar-masry-cat", 0),
    "how to stop the sea from eating away the Nile delta": ("ar-masry-cat", 2),
    "townspeople drag away a concrete barrier to reopen the way to the spring": (
        "ar-mawqi-hizb", 0),
    "historic street fountains brought back to life by young people": ("ar-moroc-portal", 0),
    "ports without smoke": ("ar-munazzama-nass", 2),
    "school that floats on a lake": ("ar-nil-daily", 0),
    "labourers drowned, a human rights centre protests": ("ar-ong-bayan", 0),
    "houses of reed are back in the marshes, and so is the craft": ("ar-qanat-report", 0),
    "annual meeting of palm growers opened by the governor": ("ar-spa-royal", 0),
    "sailors free a young whale": ("ar-tunis-radio", 0),
    "manuscripts were hidden in flour sacks before the library could open again": (
        "ar-wikala-list", 0),
    "young fish released into the marsh": ("ar-wikala-list", 1),
    "roof of a building site falls on workers": ("ar-wikala-list", 2),
    "safe fishing boats with tracking devices": ("ar-wizara-qaima", 0),
    "minister opens a laboratory that checks fish": ("ar-wizara-qaima", 1),
    "when may fishermen of the Red Sea not catch mackerel": ("ar-wizara-qaima", 2),
    "medical caravan for desert nomads": ("ar_agency_aps", 0),
    "Saudi and Italian researchers discover ancient rock writing": ("ar_agency_spa", 0),
    "how to preserve old photographs": ("ar_category_org", 1),
    "museums must be protected from looters, says an organization that pays for packing": (
        "ar_category_org", 3),
    "Ethiopian delegation looks for investors in coffee and leather": ("ar_chamber_oman", 0),
    "women referees attend a course taught by an international expert": (
        "ar_football_maghreb", 1),
    "water from mosques to irrigate gardens": ("ar_list_dates", 1),
    "schoolchildren plant trees along the road": ("ar_list_dates", 2),
    "a man pushes a bicycle loaded with books through the alleys": ("ar_ngo_lebanon", 0),
    "cheap sensor invented by a student tells farmers' phones how salty the ground is": (
        "ar_university_baghdad", 0),
    "solar street lamps for six districts": ("ar-baladiya-akhbar", 0),
    "no running water in the western quarter on Saturday": ("ar-baladiya-akhbar", 1),
    "electric buses between two cities, half of the drivers women": ("ar-fadaiya-naql", 0),
    "goal in stoppage time takes the club to the cup final": ("ar-ittihad-kura", 0),
    "tonnes of plastic rubbish picked up from the beach": ("ar-jarida-maghrib", 0),
    "mason who builds domes without a ruler": ("ar-majalla-turath", 0),
    "palm leaf baskets that every bride used to bring": ("ar-majalla-turath", 1),
    "the last watch repairer of the city": ("ar-majalla-turath", 2),
    "Health care on wheels for people cut off by floods": ("ar-munazzama-siha", 0),
    "with a small loan she opened a bakery that employs four women": (
        "ar-munazzamat-ighatha", 0),
    "ventilators for a hospital damaged by the port explosion": ("ar-munazzamat-ighatha", 1),
    "mountain villages rebuild with mud after the earthquake": ("ar-qanat-zilzal", 0),
    "Who put together again a medical book whose leaves were scattered among four libraries?": (
        "ar-sahifa-makhtutat", 0),
    "sugar from cheap dates": ("ar-wikala-jazair", 0),
    "students turn cork waste into insulation": ("ar-wikala-tunis-jihat", 3),
    "divers save a turtle entangled in a net": ("ar-wikala-tunis-jihat", 4),
    "Japanese scientists interested in water buffalo": ("ar-wizara-ziraa", 1),
    "traps against the red palm weevil": ("ar-wizara-ziraa", 2),
    "agriculture minister opens the grain harvest": ("ar02_wizara_tounes", 0),
    "carpenter gets abandoned wooden boats afloat": ("ar03_jarida_mashriq", 0),
    "stick that warns blind people of obstacles": ("ar04_jamia_iso", 0),
    "ward for children with an inherited blood disease": ("ar05_mustashfa_iraq", 0),
    "lessons in tents since the school walls cracked": ("ar06_jihawiya_maghrib", 0),
    "rare Coptic fabric withdrawn from a European auction": ("ar07_jarida_masr", 0),
    "hospital ship begins to examine patients": ("ar08_mawqi_nouakchott", 0),
    "award for reporters who investigate the sea": ("ar09_munadhama_iqlimiya", 1),
    "exporters complain that a shipment of gum needs nineteen signatures": (
        "ar13_ghurfa_tijariya_nisbi", 0),
    "bakers learn to mix sorghum into bread to save imports": ("ar13_ghurfa_tijariya_nisbi", 2),
    "free artificial legs for patients": ("ar14_munadhama_ahliya", 0),
    "heaters and blankets for families in freezing villages": ("ar14_munadhama_ahliya", 1),
    "sewing machines hum again after eleven years": ("ar14_munadhama_ahliya", 2),
}  # fmt: skip
