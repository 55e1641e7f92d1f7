// A name in the text, hovered or focused, shows its other forms and how often it is named.
// It stays while the pointer is on it, and Escape puts it away (WCAG 1.4.13).

const WAIT_MS = 150;

export function explainNames(story, card) {
  let shown = null;
  let timer;

  const hide = () => {
    clearTimeout(timer);
    shown?.removeAttribute("aria-describedby");
    shown = null;
    if (card.matches(":popover-open")) card.hidePopover();
  };

  const show = (link) => {
    clearTimeout(timer);
    const entry = document.getElementById(link.dataset.name);
    if (!entry || link === shown) return;
    hide();
    card.replaceChildren(...[...entry.childNodes].map((node) => withoutLink(node.cloneNode(true))));
    card.showPopover();
    place(card, link);
    link.setAttribute("aria-describedby", card.id);
    shown = link;
  };

  const soon = (action) => {
    clearTimeout(timer);
    timer = setTimeout(action, WAIT_MS);
  };

  story.addEventListener("pointerover", (event) => {
    const link = event.target.closest(".named[data-name]");
    if (link && event.pointerType !== "touch") soon(() => show(link));
    else if (shown) soon(hide);
  });
  story.addEventListener("pointerleave", () => soon(hide));
  card.addEventListener("pointerenter", () => clearTimeout(timer));
  card.addEventListener("pointerleave", () => soon(hide));
  story.addEventListener("focusin", (event) => {
    const link = event.target.closest(".named[data-name]");
    if (link) show(link);
  });
  story.addEventListener("focusout", hide);
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  addEventListener("scroll", () => shown && place(card, shown), { passive: true });
}

function withoutLink(node) {
  if (node.nodeName !== "A") return node;
  const bold = document.createElement("strong");
  bold.className = node.className;
  bold.append(...node.childNodes);
  return bold;
}

function place(card, link) {
  const near = link.getClientRects()[0];
  const { width, height } = card.getBoundingClientRect();
  const left = Math.max(8, Math.min(near.left, innerWidth - width - 8));
  const above = near.top - height - 8;
  card.style.left = `${left}px`;
  card.style.top = `${above > 8 ? above : link.getBoundingClientRect().bottom + 8}px`;
}
