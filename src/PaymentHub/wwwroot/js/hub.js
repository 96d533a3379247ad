// While a form is on its way its button says so and cannot be pressed again; without JavaScript the form just works.
const faces = new Map();

document.addEventListener("submit", event => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.getAttribute("aria-busy") === "true") { event.preventDefault(); return; }
  form.setAttribute("aria-busy", "true");
  const button = event.submitter ?? form.querySelector("button[type=submit]");
  if (!button) return;
  faces.set(button, [...button.childNodes]);
  button.replaceChildren(document.body.dataset.busy);
  // Not "disabled": a disabled button would lose its own name and value, and the focus.
  button.setAttribute("aria-disabled", "true");
});

// A page that comes back from the browser's memory is no longer busy.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[aria-busy]")) form.removeAttribute("aria-busy");
  for (const [button, face] of faces) {
    button.replaceChildren(...face);
    button.removeAttribute("aria-disabled");
  }
  faces.clear();
});
