// The search of an archive within another site, by one tag:
//
//   <script src="https://archive.example/embed.js" data-lang="fr" data-size="5" async></script>
//
// The box stands where the tag stands, or in the element that data-target names (a CSS selector).
// It has a shadow tree, so that neither site's styles touch the other; nothing else is loaded. Its
// site needs in its policy script-src and connect-src for the archive, and no style-src; the archive
// needs the site in CLIPPINGS_CORS_ORIGINS. Text only ever becomes text nodes.

const TEXTS = {
  en: { label: "Search the archive", button: "Search", none: "Nothing found.", away: "The archive does not answer.", more: "All results in the archive", one: "1 article", many: "{n} articles", undated: "Undated", untitled: "Untitled" },
  fr: { label: "Chercher dans les archives", button: "Chercher", none: "Aucun résultat.", away: "Les archives ne répondent pas.", more: "Tous les résultats dans les archives", one: "1 article", many: "{n} articles", undated: "Sans date", untitled: "Sans titre" },
  ar: { label: "ابحث في الأرشيف", button: "بحث", none: "لا نتائج.", away: "الأرشيف لا يجيب.", more: "كل النتائج في الأرشيف", one: "مقال واحد", many: "عدد المقالات: {n}", undated: "بلا تاريخ", untitled: "بلا عنوان" },
};

const STYLE = `
:host { display: block; color-scheme: light dark; --ink: #1a1c1f; --soft: #575b63; --line: #85887f; --accent: var(--clippings-accent, #1d3fa8); --on: #fff; --mark: #ffe27d; --mark-ink: #1a1c1f; color: var(--ink); background: #fff; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif; text-align: start; overflow-wrap: anywhere; }
@media (prefers-color-scheme: dark) { :host { --ink: #e9e8e3; --soft: #a9adb6; --line: #7d828c; --accent: var(--clippings-accent-dark, #9db8ff); --on: #10131a; --mark: #65510c; --mark-ink: #fff4cc; background: #1c1f25; } }
* { box-sizing: border-box; }
form { display: flex; gap: .5rem; }
input { flex: 1; min-inline-size: 0; block-size: 2.5rem; padding-inline: .75rem; font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: .4rem; }
button { min-block-size: 2.5rem; padding-inline: 1rem; font: inherit; font-weight: 600; color: var(--on); background: var(--accent); border: 0; border-radius: .4rem; cursor: pointer; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
ol { margin: .75rem 0 0; padding: 0; list-style: none; }
li { padding-block: .6rem; border-block-start: 1px solid var(--line); }
li a { font-weight: 600; }
a { color: var(--accent); }
p { margin: .25rem 0 0; }
.meta { color: var(--soft); font-size: .875rem; }
.more { display: inline-block; margin-block-start: .5rem; padding-block: .25rem; }
mark { background: var(--mark); color: var(--mark-ink); }
[aria-busy="true"] { opacity: .6; }
`;

const tag = document.currentScript;

function start() {
  const home = new URL(".", tag.src);
  const asked = tag.dataset.lang || document.documentElement.lang.slice(0, 2);
  const lang = asked in TEXTS ? asked : "en";
  const texts = TEXTS[lang];
  const size = Math.min(20, Math.max(1, Number(tag.dataset.size) || 5));

  const host = document.createElement("div");
  host.className = "clippings-search";
  host.lang = lang;
  host.dir = lang === "ar" ? "rtl" : "ltr";
  const root = host.attachShadow({ mode: "open" });
  // A sheet that is made, not a style element: a policy without 'unsafe-inline' allows it.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];

  const input = make("input", { type: "search", name: "q", dir: "auto", autocomplete: "off", "aria-label": texts.label, placeholder: texts.label });
  const form = make("form", { role: "search", action: home.href }, input, make("button", {}, texts.button));
  const status = make("p", { class: "meta", role: "status" });
  const results = make("div", {});
  root.append(form, status, results);

  let asking = new AbortController();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const q = input.value.trim();
    asking.abort();
    asking = new AbortController();
    if (!q) {
      status.textContent = "";
      return results.replaceChildren();
    }
    const { signal } = asking;
    results.setAttribute("aria-busy", "true");
    const query = new URLSearchParams({ q, per_page: String(size), facets: "" });
    try {
      const answer = await fetch(new URL(`api/v1/search?${query}`, home), { signal, credentials: "omit", headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      draw(await answer.json(), q);
    } catch (error) {
      if (error.name === "AbortError") return;
      status.textContent = texts.away;
      results.replaceChildren(link(new URL(`?${new URLSearchParams({ q, lang })}`, home), texts.more, "more"));
    }
    results.removeAttribute("aria-busy");
  });

  function draw(answer, q) {
    const count = answer.total === 1 ? texts.one : texts.many.replace("{n}", answer.total.toLocaleString(lang));
    status.textContent = answer.total ? count : texts.none;
    const items = answer.hits.map((hit) => {
      const own = hit.language === "und" ? {} : { lang: hit.language };
      const to = new URL(`articles/${encodeURIComponent(hit.id)}?${new URLSearchParams({ q, lang })}`, home);
      const [title] = hit.highlights.title;
      const title_nodes = title ? marked(title) : [hit.title || texts.untitled];
      return make(
        "li",
        { ...own, dir: "auto" },
        link(to, title_nodes),
        make("p", { class: "meta", dir: "auto" }, [hit.date ? written(hit.date) : texts.undated, hit.outlet].filter(Boolean).join(" · ")),
        make("p", {}, ...hit.highlights.body.slice(0, 1).flatMap(excerpt)),
      );
    });
    const all = link(new URL(`?${new URLSearchParams({ q, lang })}`, home), texts.more, "more");
    results.replaceChildren(...(items.length ? [make("ol", {}, ...items)] : []), all);
  }

  // Cut at the ends as on the page of the archive.
  function excerpt(piece) {
    return [piece.start > 0 && "… ", ...marked(piece), !'.!?؟…»”"'.includes(piece.text.slice(-1)) && " …"].filter(Boolean);
  }

  // As precise as it is known: a year, a month or a day.
  function written(date) {
    const [year, month, day] = date.split("-").map(Number);
    const options = { year: "numeric", month: month && "long", day: day && "numeric", timeZone: "UTC", numberingSystem: "latn" };
    return new Intl.DateTimeFormat(lang, options).format(Date.UTC(year, (month || 1) - 1, day || 1));
  }

  const target = tag.dataset.target && document.querySelector(tag.dataset.target);
  if (target) target.append(host);
  else tag.after(host);
}

function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function link(url, content, kind = "") {
  return make("a", { href: url.href, class: kind }, ...[content].flat());
}

// The text with its marks; offsets are code points.
function marked({ text, offsets }) {
  const points = Array.from(text);
  const nodes = [];
  let at = 0;
  for (const [from, to] of offsets) {
    nodes.push(points.slice(at, from).join(""), make("mark", {}, points.slice(from, to).join("")));
    at = to;
  }
  nodes.push(points.slice(at).join(""));
  return nodes;
}

start();
