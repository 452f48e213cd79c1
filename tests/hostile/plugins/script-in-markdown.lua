-- render shown
local q = require "ordinary"
function q.render(item, params, ui)
  return ui.group {
    ui.markdown("<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n\n[a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) " ..
      "[c](data:text/html,<script>) <javascript:alert(1)> [d](java\tscript:alert(1)) [e](//evil.example) ![f](javascript:alert(1)) " ..
      "[g](https://x.example/\"onclick=\"alert(1)) [h](&#106;avascript:alert(1)) [i](vbscript:x)"),
    ui.short("answer"),
  }
end
return q
