-- render nonsense gap
local q = require "ordinary"
function q.render(item, params, ui) return ui.cloze("[[other]]", { answer = ui.short("answer") }) end
return q
