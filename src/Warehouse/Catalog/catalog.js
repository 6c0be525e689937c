"use strict";
const search = document.getElementById("search");
const found = document.getElementById("found");
const entries = [...document.querySelectorAll("nav li")];

// Every word must be in the name, description, columns or tags.
function filter() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const entry of entries) {
    entry.hidden = !words.every(word => entry.dataset.search.includes(word));
    shown += entry.hidden ? 0 : 1;
  }
  for (const folder of document.querySelectorAll("nav details")) {
    folder.hidden = !folder.querySelector("li:not([hidden])");
    folder.open = folder.open || words.length > 0;
  }
  found.textContent = words.length ? `${shown} of ${entries.length}` : "";
}

function arrive(event) {
  for (const link of document.querySelectorAll("nav a")) {
    link.toggleAttribute("aria-current", false);
    if (link.hash && link.hash === location.hash) {
      link.setAttribute("aria-current", "page");
      link.closest("details").open = true;
      link.scrollIntoView({ block: "nearest" });
    }
  }
  const section = document.querySelector("main > section:target") || document.getElementById("overview");
  document.title = section.dataset.title;
  scrollTo(0, 0);
  if (event) section.focus({ preventScroll: true });
}

// All that a node reads and all who read it, however far.
function trace(svg, name) {
  const near = new Set([name]);
  for (const [from, to] of [["to", "from"], ["from", "to"]]) {
    const reached = [name];
    while (reached.length) {
      const node = reached.pop();
      for (const edge of svg.querySelectorAll(".edge")) {
        if (edge.dataset[from] !== node || edge.classList.contains(`near-${to}`)) continue;
        edge.classList.add("near", `near-${to}`);
        near.add(edge.dataset[to]);
        reached.push(edge.dataset[to]);
      }
    }
  }
  for (const node of svg.querySelectorAll(".node")) node.classList.toggle("near", near.has(node.dataset.name));
  svg.classList.add("traced");
}

function untrace(svg) {
  svg.classList.remove("traced");
  for (const part of svg.querySelectorAll(".near")) part.classList.remove("near", "near-from", "near-to");
}

for (const node of document.querySelectorAll(".lineage .node")) {
  const svg = node.closest("svg");
  for (const kind of ["mouseenter", "focus"]) node.addEventListener(kind, () => { untrace(svg); trace(svg, node.dataset.name); });
  for (const kind of ["mouseleave", "blur"]) node.addEventListener(kind, () => untrace(svg));
}
document.querySelector(".skip").addEventListener("click", event => {
  event.preventDefault();
  document.getElementById("main").focus();
});
search.addEventListener("input", filter);
addEventListener("hashchange", arrive);
arrive();
