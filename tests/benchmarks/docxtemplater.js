// Fills a template with docxtemplater for each set of values on stdin; prints the seconds it took.
const fs = require("fs");
const path = require("path");

const task = JSON.parse(fs.readFileSync(0, "utf8"));
const target = process.argv[2];
const Docxtemplater = require(path.join(task.modules, "docxtemplater"));
const PizZip = require(path.join(task.modules, "pizzip"));

const start = process.hrtime.bigint();
const content = fs.readFileSync(task.template);
task.values.forEach((values, index) => {
  const document = new Docxtemplater(new PizZip(content), { linebreaks: true });
  document.render(values);
  const written = document.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
  fs.writeFileSync(path.join(target, `${index}.docx`), written);
});
console.log(Number(process.hrtime.bigint() - start) / 1e9);
