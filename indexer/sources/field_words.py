"""The names of fields in more languages, as people head the columns of their tables.

Written as people write them, compared without case, accents and signs.
"""

from __future__ import annotations

from typing import Final

WORDS: Final = {
    "title": "Überschrift, Schlagzeile, Titelzeile, Título, Título da notícia, "
    "Título de la nota, Manchete, Titre de l'article, Titolo articolo, Kop, Başlık, "
    "Baslik, Haber başlığı, Заголовок, Название, Назва, Tytuł, Judul, Rubrik, "
    "Overskrift, عنوان خبر, عنوان, تیتر, عنوان المقال, عنوان الخبر, 标题, 題名, "
    "タイトル, 見出し, 제목, Naslov, Titulek, Otsikko, Cím, Τίτλος, כותרת, शीर्षक",
    "text": "Artikeltext, Beitragstext, Fließtext, Texte de l'article, Contenu de l'article, "
    "Corpo, Corpo do texto, Conteúdo, Matéria, Cuerpo de la nota, Contenuto, "
    "Corpo del testo, Articolo, Tekst, İçerik, Icerik, Metin, Haber metni, "
    "Haber içeriği, Текст, Содержание, Текст статьи, Зміст, Treść, Tresc, Isi, "
    "Isi berita, Innehåll, Brødtekst, متن, متن خبر, محتوا, نص المقال, نص الخبر, "
    "محتوى المقال, 正文, 内容, 全文, 本文, 본문, Text článku, Teksti, Szöveg, Κείμενο, "
    "טקסט, תוכן, विवरण",
    "published": "Veröffentlicht, Veröffentlicht am, Erschienen am, Datum der Veröffentlichung, "
    "Data de publicação, Data publicação, Data de publicación, Fecha de la nota, "
    "Publicado em, Publicado el, Data di pubblicazione, Data pubblicazione, "
    "Publicatiedatum, Tarih, Yayın tarihi, Yayınlanma tarihi, Дата, Дата публикации, "
    "Дата публікації, Опубликовано, Data publikacji, Tanggal, Tanggal terbit, "
    "Publiceringsdatum, Dato, تاریخ, تاریخ انتشار, زمان انتشار, تاريخ الخبر, 日期, "
    "发布时间, 发布日期, 日付, 公開日, 날짜, Datum objave, Datum vydání, Päivämäärä, "
    "Dátum, Ημερομηνία, תאריך",
    "outlet": "Quelle, Medium, Publikation, Journal, Jornal, Veículo, Fonte, Fuente, Periódico, "
    "Diario, Testata, Bron, Krant, Kaynak, Gazete, Источник, Издание, СМИ, Джерело, "
    "Źródło, Sumber, Media, Källa, Tidning, Kilde, Avis, منبع, خبرگزاری, روزنامه, "
    "الجهة, الموقع, 来源, 媒体, 出典, 媒体名, 출처, Zdroj, Izvor, Lähde, Forrás, Πηγή, "
    "מקור",
    "author": "Autorin, Verfasserin, Autores, Redactor, Jornalista, Periodista, Giornalista, "
    "Journaliste, Signature, Auteur(s), Yazar, Muhabir, Автор, Авторы, Autorzy, "
    "Penulis, Författare, Forfatter, نویسنده, خبرنگار, المؤلف, اسم الكاتب, الصحفي, "
    "作者, 记者, 著者, 記者, 기자, Kirjoittaja, Szerző, Συγγραφέας, כותב, "
    "published by",
    "section": "Rubrik, Kategorie, Catégorie, Categoría, Categoria, Editoria, Sezione, Rubriek, "
    "Kategori, Bölüm, Рубрика, Раздел, Категория, Kategoria, Dział, Avdelning, دسته, "
    "سرویس, بخش, الفئة, التصنيف, 栏目, 分类, カテゴリ, wp:term",
    "url": "Adresse URL, URL de l'article, Enlace de la nota, Endereço, Verweis, "
    "Lien de l'article, Bağlantı, Adres, Ссылка, Адрес, Посилання, Odnośnik, Tautan, "
    "Länk, Lenke, لینک, پیوند, رابط المقال, رابط الخبر, 链接, 网址, リンク, 링크, "
    "Odkaz, Linkki, Σύνδεσμος, קישור",
    "language": "Língua, Lingua, Taal, Dil, Язык, Мова, Język, Bahasa, Språk, زبان, 语言, 言語",
}
