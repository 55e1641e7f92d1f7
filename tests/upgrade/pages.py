"""The pages that the packed index of an earlier version was made from."""

from __future__ import annotations

PAGES = {
    "ferry.txt": """Harbour Gazette

Ferry Line to the Outer Islands Opens Again

3 March 2021

The ferry to the outer islands sails again after two years in dock, the harbour office said on
Wednesday. Forty passengers were on board when it left the quay at seven in the morning.

The captain, Orla Benning, said that the new engine uses a third less fuel than the old one, and
that a second boat would follow in the autumn.
""",
    "phare.txt": """Le phare de la pointe retrouve sa lumière

12 juin 2022

Le phare de la pointe a retrouvé sa lumière vendredi soir, après dix-huit mois de travaux menés par
la commune. Une centaine d'habitants se sont réunis au pied de la tour pour la voir tourner.

« Nous l'attendions tous », a déclaré la maire, Solène Kerbrat, avant de couper le ruban.
""",
    "jisr.txt": """افتتاح جسر جديد فوق وادي الزيتون

5 أيار/مايو 2023

افتتح رئيس البلدية يوسف الحمداني صباح اليوم الجسر الجديد فوق وادي الزيتون بعد ثلاث سنوات من العمل
المتواصل، بحضور عدد كبير من سكان القرى المجاورة.

وقال الحمداني إن الجسر يختصر الطريق إلى السوق إلى عشر دقائق، ويخدم أكثر من عشرين قرية.
""",
}
