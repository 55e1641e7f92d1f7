"""English questions whose answers are French or Arabic articles of samples/."""

FRENCH = {
    "an oasis teaches what we owe, speech at an institute of rural studies": "61ad37b35f91e7e6",
    "oldest underground channel of Timimoun flows again": "44fd6a52280455c1",
    "Morocco becomes a member of the flood watch network": "58f7f4c6da8e82d5",
    "tribute to bookbinders of desert libraries": "ac2f1fff30490d16",
    "microphones listen for weevils in palm trees": "652db5c58c68d50f",
    "dinner cooked with rainwater": "786271fe7a84f53f",
    "exhibition on water carriers in containers in Senegal": "88f5a89f049982cc",
    "bank loan for irrigation tunnels in Morocco": "bfea22251238b240",
    "cleaning of wells in Niger before the summer": "357359694fd96720",
    "conference of fountain keepers in Marseille": "d6f39cbbad77090d",
    "search for the last dowsers who find water without instruments": "b7e62344523cb170",
    "degree in oasis water law at a university": "2117929c695ca527",
    "workshop that repairs solar pumps opens": "a5886d566f27e1b3",
}
ARABIC = {
    "meeting of marsh and oasis experts in Baghdad": "9a6f3ebc76ae72ec",
    "hundred thousandth visitor of the water clock museum in Nizwa": "22cc64341bafb255",
    "water songs on stage at Carthage": "898a2542f0150e1c",
    "call for a yearly limit on pumping deep groundwater": "3a2c9ee837198d23",
    "Ghadames oasis gets its water clock back": "d60f9c5df61f5aa9",
    "library of water receives documents of Siwa": "155756e719af6c29",
    "director general receives the ambassador of Chile": "dabfafdffa397613",
    "women water guards trained in Mauritania": "f80cba6e6b8150c2",
    "atlas of springs launched in Chad": "308f665f489a398e",
    "online seminar about the palms of Al-Ahsa": "f666f66e0945a3d9",
    "agreement with Oman to protect its water channels": "c41b71767cd86e96",
}
