-- render shown
local q = require "ordinary"
function q.render(item, params, ui)
  return ui.group {
    ui.markdown("{{x}} [a]({{y}}) `{{x}}` [{{x}}](https://x.example/{{y}})", { x = "<script>**b**</script>", y = "javascript:alert(1)" }),
    ui.short("answer"),
  }
end
return q
