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

function idle(form) {
  form.removeAttribute("aria-busy");
  for (const [button, face] of faces) {
    if (button.form !== form) continue;
    button.replaceChildren(...face);
    button.removeAttribute("aria-disabled");
    faces.delete(button);
  }
}

// A page that comes back from the browser's memory is no longer busy.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[aria-busy]")) idle(form);
});

// A form with data-stream is answered in pieces: each server-sent event replaces what stands in the place named by
// data-into. The browser's own reader of such events cannot send a file, so the answer is read here. Whatever else
// comes back sends the form in the ordinary way, which shows the page that says why.
document.addEventListener("submit", event => {
  const form = event.target;
  if (!form.dataset.stream || event.defaultPrevented) return;
  event.preventDefault();
  const place = document.getElementById(form.dataset.into);
  follow(form, place).then(() => {
    idle(form);
    place.querySelector("[tabindex='-1']")?.focus();
  }, () => form.submit());
});

async function follow(form, place) {
  const answer = await fetch(form.dataset.stream, { method: "POST", body: new FormData(form) });
  if (!answer.headers.get("content-type")?.startsWith("text/event-stream")) throw new Error("no stream");
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  let last = "";
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    text += piece.value;
    const events = text.split("\n\n");
    text = events.pop();
    for (const one of events) {
      const lines = one.split("\n");
      last = lines.find(l => l.startsWith("event:"))?.slice(6).trim() ?? "";
      place.innerHTML = lines.filter(l => l.startsWith("data:")).map(l => l.slice(5).trimStart()).join("\n");
    }
  }
  if (last !== "done") throw new Error("cut off");
  showEdges();
}

// A wide table says on which side it goes on.
function showEdges() {
  for (const box of document.querySelectorAll(".table-scroll")) {
    const left = box.scrollLeft > 1;
    const right = box.scrollLeft + box.clientWidth < box.scrollWidth - 1;
    box.dataset.more = left && right ? "left right" : left ? "left" : right ? "right" : "";
  }
}

document.addEventListener("scroll", event => event.target.classList?.contains("table-scroll") && showEdges(), true);
window.addEventListener("resize", showEdges);
document.addEventListener("htmx:afterSettle", showEdges);
showEdges();
