-- render nonsense without
local q = require "ordinary"
function q.render(item, params, ui) return ui.cloze("a [[answer", { answer = ui.short("answer") }) end
return q
