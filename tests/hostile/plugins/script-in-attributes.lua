-- render shown
local q = require "ordinary"
function q.render(item, params, ui)
  return ui.group {
    ui.code("x", "\" onload=\"alert(1)"), ui.table { head = { "<script>" }, rows = { { "\"><script>" } } },
    ui.short("answer", { unit = "\"><script>alert(1)</script>", size = 10 }),
  }
end
return q
