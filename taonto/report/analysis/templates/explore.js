"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const { frameworks, elements, phases, values, pairs } = data;
  const palette = ["#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9", "#8c7a00", "#000000"];
  const colorOf = Object.fromEntries(phases.map((phase, index) => [phase.id, palette[index % palette.length]]));
  const byId = (name) => document.getElementById(name);
  const said = { 1: "includes", 0: "does not mention", "-1": "is unknown for" };

  // Everything that comes from the data is set as text, never as markup.
  const make = (tag, text = "", attributes = {}) => {
    const node = document.createElement(tag);
    node.textContent = text;
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    return node;
  };
  const list = (title, names) => {
    const box = make("div");
    box.append(make("h3", `${title} (${names.length})`));
    const items = make("ul");
    names.forEach((name) => items.append(make("li", name)));
    box.append(names.length ? items : make("p", "none"));
    return box;
  };
  const count = (row, value) => row.filter((cell) => cell === value).length;

  // --- two frameworks ---
  const pairAt = (a, b) => {
    const [low, high] = a < b ? [a, b] : [b, a];
    return low * frameworks.length - (low * (low + 1)) / 2 + (high - low - 1);
  };
  const bounds = (a, b) => {
    let shared = 0, either = 0, mayShare = 0, differ = 0, bothLack = 0;
    values[a].forEach((one, column) => {
      const other = values[b][column];
      shared += one === 1 && other === 1;
      either += one === 1 || other === 1;
      mayShare += one !== 0 && other !== 0;
      differ += (one === 1 && other === 0) || (one === 0 && other === 1);
      bothLack += one === 0 && other === 0;
    });
    const ratio = (above, below) => (below ? above / below : 0);
    return [ratio(shared, either), ratio(shared, elements.length - bothLack), ratio(mayShare, mayShare + differ)];
  };
  const compare = () => {
    const a = Number(byId("one").value), b = Number(byId("other").value), target = byId("compared");
    target.replaceChildren();
    if (a === b) return target.append(make("p", "Choose two different frameworks."));
    const where = (test) => elements.filter((_, column) => test(values[a][column], values[b][column])).map((e) => e.label);
    const [now, least, most] = bounds(a, b).map((value) => value.toFixed(2));
    const p = pairs ? pairs[pairAt(a, b)] : null;
    const chance = p === null ? "" : ` They share ${p <= data.alpha ? "more than" : "no more than"} expected by chance ` +
      `(adjusted p = ${p.toPrecision(2)}).`;
    const range = least === most ? "; no unknown cell could change it" : `; depending on the unknown cells, ${least} to ${most}`;
    target.append(make("p", `Jaccard similarity ${now}${range}.${chance}`));
    const sides = make("div", "", { class: "sides" });
    sides.append(
      list("Both include", where((x, y) => x === 1 && y === 1)),
      list(`Only ${frameworks[a].label}`, where((x, y) => x === 1 && y === 0)),
      list(`Only ${frameworks[b].label}`, where((x, y) => x === 0 && y === 1)),
      list("Included by one, unknown for the other", where((x, y) => x + y === 0 && x !== y)),
      list("Included by neither, unknown for one or both", where((x, y) => x + y < 0)),
      list("Mentioned by neither", where((x, y) => x === 0 && y === 0)),
    );
    target.append(sides);
    document.querySelectorAll("#matrix tbody th button").forEach((button) =>
      button.classList.toggle("picked", [String(a), String(b)].includes(button.dataset.row)));
  };
  frameworks.forEach((framework, row) => {
    for (const name of ["one", "other"]) byId(name).append(make("option", framework.label, { value: row }));
  });
  byId("one").value = data.first[0];
  byId("other").value = data.first[1];
  byId("one").addEventListener("change", compare);
  byId("other").addEventListener("change", compare);
  byId("swap").addEventListener("click", () => {
    [byId("one").value, byId("other").value] = [byId("other").value, byId("one").value];
    compare();
  });

  // --- who includes all of these ---
  elements.forEach((element, column) => {
    const label = make("label");
    const box = make("input", "", { type: "checkbox", value: column });
    box.addEventListener("change", holders);
    label.append(box, ` ${element.label}`);
    byId("choices").append(label);
  });
  function holders() {
    const chosen = [...document.querySelectorAll("#choices input:checked")].map((box) => Number(box.value));
    const target = byId("holders");
    target.replaceChildren();
    if (!chosen.length) return;
    const all = frameworks.filter((_, row) => chosen.every((column) => values[row][column] === 1));
    const may = frameworks.filter((_, row) => chosen.every((column) => values[row][column] !== 0) && !all.includes(frameworks[row]));
    target.append(
      make("p", `Checked: ${chosen.map((column) => elements[column].label).join(", ")}.`),
      list("Include all", all.map((f) => f.label)),
      list("May include all (something is unknown)", may.map((f) => f.label)),
    );
  }

  // --- the matrix ---
  let first = null;
  const compareText = (a, b) => a.localeCompare(b, "en");
  const rowOrders = {
    alike: (a, b) => frameworks[a].leaf - frameworks[b].leaf,
    count: (a, b) => count(values[b], 1) - count(values[a], 1),
    label: (a, b) => compareText(frameworks[a].label, frameworks[b].label),
    field: (a, b) => compareText(frameworks[a].field || "~", frameworks[b].field || "~"),
  };
  const total = (column) => values.filter((row) => row[column] === 1).length;
  const columnOrders = {
    phase: (a, b) => elements[a].order - elements[b].order || total(b) - total(a),
    count: (a, b) => total(b) - total(a),
    label: (a, b) => compareText(elements[a].label, elements[b].label),
  };
  const draw = () => {
    const wanted = byId("filter").value.trim().toLowerCase();
    const rank = { 1: 0, "-1": 1, 0: 2 };
    const rows = frameworks.map((_, row) => row)
      .filter((row) => `${frameworks[row].label} ${frameworks[row].field || ""}`.toLowerCase().includes(wanted))
      .sort((a, b) => (first === null ? 0 : rank[values[a][first]] - rank[values[b][first]]) || rowOrders[byId("rows").value](a, b) || a - b);
    const columns = elements.map((_, column) => column)
      .sort((a, b) => columnOrders[byId("columns").value](a, b) || a - b);
    const table = byId("matrix"), head = make("tr"), body = make("tbody");
    head.append(make("th", `${rows.length} frameworks`, { scope: "col" }));
    columns.forEach((column) => {
      const cell = make("th", "", { scope: "col" });
      const button = make("button", elements[column].label, {
        type: "button", "aria-pressed": String(first === column), title: elements[column].definition || elements[column].label,
      });
      button.addEventListener("click", () => { first = first === column ? null : column; draw(); });
      cell.style.borderBottom = `4px solid ${colorOf[elements[column].phase] || palette[0]}`;
      cell.append(button);
      head.append(cell);
    });
    head.append(make("th", "all", { scope: "col" }));
    rows.forEach((row) => {
      const line = make("tr"), name = make("th", "", { scope: "row" });
      const button = make("button", frameworks[row].label, { type: "button", "data-row": row, title: frameworks[row].citation || frameworks[row].label });
      button.addEventListener("click", () => {
        byId("other").value = byId("one").value;
        byId("one").value = row;
        compare();
        byId("compare").scrollIntoView({ behavior: "auto" });
      });
      name.append(button);
      line.append(name);
      columns.forEach((column) => {
        const value = values[row][column];
        const cell = make("td", value === -1 ? "?" : "", { "data-row": row, "data-column": column });
        if (value === -1) cell.className = "open";
        if (value === 1) cell.style.background = colorOf[elements[column].phase] || palette[0];
        cell.setAttribute("aria-label", { 1: "present", 0: "not mentioned", "-1": "unknown" }[value]);
        line.append(cell);
      });
      line.append(make("td", String(count(values[row], 1)), { class: "n" }));
      body.append(line);
    });
    const top = make("thead");
    top.append(head);
    table.replaceChildren(top, body);
    compare();
  };
  byId("matrix").addEventListener("mouseover", (event) => {
    const cell = event.target.closest("td[data-row]");
    document.querySelectorAll("#matrix .lit").forEach((node) => node.classList.remove("lit"));
    if (!cell) return;
    cell.classList.add("lit");
    const row = Number(cell.dataset.row), column = Number(cell.dataset.column);
    const phase = phases.find((item) => item.id === elements[column].phase);
    const [subject, object] = [frameworks[row].label, elements[column].label + (phase ? ` (${phase.label})` : "")];
    byId("status").textContent = values[row][column] === -1
      ? `Whether ${subject} includes ${object} is unknown.`
      : `${subject} ${said[values[row][column]]} ${object}.`;
  });
  for (const name of ["rows", "columns"]) byId(name).addEventListener("change", () => { first = null; draw(); });
  byId("filter").addEventListener("input", draw);
  draw();
})();
