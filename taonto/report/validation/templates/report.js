"use strict";
(function () {
  document.querySelectorAll(".script").forEach(function (part) { part.hidden = false; });
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details").forEach(function (rule) { rule.open = true; });
  });
  const table = document.querySelector(".findings");
  if (!table) return;
  const body = table.tBodies[0];
  const form = document.querySelector(".filters");
  const rows = Array.from(body.rows, function (row, place) {
    return { row: row, place: place, data: row.dataset, text: row.textContent.toLowerCase() };
  });
  const names = ["severity", "rule", "file"];

  function filter() {
    const text = form.elements.text.value.trim().toLowerCase();
    const wanted = names.filter(function (name) { return form.elements[name] && form.elements[name].value; });
    let shown = 0;
    rows.forEach(function (entry) {
      const fits = entry.text.includes(text) && wanted.every(function (name) {
        return entry.data[name] === form.elements[name].value;
      });
      entry.row.hidden = !fits;
      shown += fits;
    });
    form.querySelector("output").value = shown.toLocaleString("en") + " of " + rows.length.toLocaleString("en") + " shown";
  }

  const keys = [
    function (entry) { return entry.place; },
    function (entry) { return entry.row.cells[1].textContent; },
    function (entry) { return entry.row.cells[2].textContent; },
    function (entry) { return entry.data.rank + entry.data.rule; }
  ];

  function sort(head, number) {
    const down = head.getAttribute("aria-sort") === "ascending";
    Array.from(head.parentNode.cells).forEach(function (other) { other.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    rows.forEach(function (entry) { entry.key = keys[number](entry); });
    rows.sort(function (a, b) {
      const order = a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
      return (down ? -order : order) || a.place - b.place;
    });
    const all = document.createDocumentFragment();
    rows.forEach(function (entry) { all.append(entry.row); });
    body.append(all);
  }

  Array.from(table.tHead.rows[0].cells).forEach(function (head, number) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", function () { sort(head, number); });
  });
  document.querySelectorAll("button[data-rule]").forEach(function (button) {
    button.addEventListener("click", function () {
      form.reset();
      form.elements.rule.value = button.dataset.rule;
      filter();
      document.getElementById("findings").scrollIntoView();
    });
  });
  form.addEventListener("input", filter);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("reset", function () { setTimeout(filter); });
  filter();
}());
