// The arrow keys lead from the search box to the first hit, through the hits, and through the
// boxes of the filters; Escape leads back to the search box.

const HITS = ".hit h2 a";
const BOXES = '.facet input[type="checkbox"]';

export function arrowsLead(input) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const list = event.target.closest?.(".hit") ? HITS : event.target.matches?.(BOXES) ? BOXES : null;
    if (event.target === input && step === 1) firstHit(event);
    else if (list) along(list, event, step, input);
  });
}

export function firstHit(event) {
  const first = document.querySelector(HITS);
  if (!first) return false;
  event.preventDefault();
  first.focus();
  return true;
}

function along(list, event, step, input) {
  const all = [...document.querySelectorAll(list)];
  const own = event.target.closest(".hit");
  const at = own ? all.findIndex((one) => own.contains(one)) : all.indexOf(event.target);
  // From a name within a hit, up leads to the title of that hit.
  const from = own && step < 0 && event.target !== all[at] ? at + 1 : at;
  const next = all[from + step];
  if (next) next.focus();
  else if (from + step < 0) (list === HITS ? input : document.querySelector(".facet a, .facet input")).focus();
  else return;
  event.preventDefault();
}

// Back from an article, its link has the focus again.
export function rememberArticle(container) {
  container.addEventListener("click", (event) => {
    const link = event.target.closest(HITS);
    if (link) history.replaceState({ ...history.state, read: link.pathname }, "");
  });
  const restore = () => {
    const { read } = history.state ?? {};
    if (!read || document.activeElement !== document.body) return;
    [...document.querySelectorAll(HITS)].find((link) => link.pathname === read)?.focus();
  };
  addEventListener("pageshow", (event) => event.persisted && restore());
  restore();
}
