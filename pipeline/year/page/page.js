"use strict";
// Search and filter over what already stands on the page; without this script all of it is there.
(() => {
  const form = document.querySelector(".zoeken");
  if (!form) return;
  const by = (id) => document.getElementById(id);
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ");
  const rows = [...document.querySelectorAll(".adviezen > details")].map((el) => ({ el, text: null }));
  const choices = { stap: by("kies-stap"), wie: by("kies-wie"), thema: by("kies-thema"), werkgroep: by("kies-werkgroep") };
  const zoek = by("zoek"), open = by("kies-open"), voorbij = by("kies-termijn"), all = by("open");
  const status = form.querySelector("[role=status]"), none = document.querySelector(".geen");

  // Read when somebody searches for the first time, so that a page with hundreds opens at once.
  const text = (row) => (row.text ??= plain(row.el.textContent));
  const matches = (row, words) => {
    const { el } = row;
    return (
      words.every((word) => text(row).includes(word)) &&
      Object.entries(choices).every(([name, select]) => !select.value || el.dataset[name] === select.value) &&
      (!open.checked || "open" in el.dataset) &&
      (!voorbij.checked || "voorbij" in el.dataset)
    );
  };

  const filter = () => {
    const words = plain(zoek.value).split(" ").filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const fits = matches(row, words);
      if (row.el.hidden === fits) row.el.hidden = !fits;
      shown += fits;
    }
    none.hidden = shown > 0;
    status.textContent = `${shown} van ${rows.length} ${rows.length === 1 ? "advies" : "adviezen"}`;
  };

  const clear = () => {
    form.reset();
    filter();
  };

  // A link into the list always finds its advies, whatever was filtered away.
  const reveal = () => {
    const target = by(location.hash.slice(1));
    if (!target || target.tagName !== "DETAILS") return;
    if (target.hidden) clear();
    target.open = true;
    target.scrollIntoView();
    target.querySelector("summary").focus({ preventScroll: true });
  };

  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  by("wis").addEventListener("click", () => {
    clear();
    zoek.focus();
  });
  all.addEventListener("click", () => {
    const opening = all.textContent === "Open alles";
    for (const { el } of rows) if (!el.hidden) el.open = opening;
    all.textContent = opening ? "Sluit alles" : "Open alles";
  });
  for (const link of document.querySelectorAll("a[data-stap], a[data-wie]")) {
    link.addEventListener("click", () => {
      form.reset();
      if (link.dataset.stap) choices.stap.value = link.dataset.stap;
      if (link.dataset.wie) choices.wie.value = link.dataset.wie;
      filter();
    });
  }
  addEventListener("hashchange", reveal);
  form.hidden = false;
  filter();
  reveal();
})();
