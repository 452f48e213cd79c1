-- One right answer among several. Each option may say why it is right or wrong.

local function option_of(item, id)
  for _, option in ipairs(item.option) do
    if option.id == id then return option end
  end
end

local function right_of(item)
  for _, option in ipairs(item.option) do
    if option.right then return option end
  end
end

local function check(item)
  local seen, rights = {}, 0
  for _, option in ipairs(item.option) do
    if seen[option.id] then
      return { option = { vi = "Mã phương án \"" .. option.id .. "\" bị trùng.",
                          en = "The option id \"" .. option.id .. "\" stands twice." } }
    end
    seen[option.id] = true
    if option.right then rights = rights + 1 end
  end
  if #item.option < 2 then
    return { option = { vi = "Cần ít nhất hai phương án.", en = "At least two options are needed." } }
  end
  if rights ~= 1 then
    return { option = { vi = "Phải có đúng một phương án đúng (<right>true</right>), ở đây có " .. rights .. ".",
                        en = "Exactly one option must be right (<right>true</right>); here there are " .. rights .. "." } }
  end
end

-- What the chosen option says of itself, and then the right one.
local function explain(item, params, truth, response, ui)
  local nodes, chosen, right = {}, option_of(item, response and response.answer), right_of(item)
  if chosen and chosen ~= right and chosen.why then nodes[#nodes + 1] = ui.markdown(chosen.why) end
  if right.why then nodes[#nodes + 1] = ui.markdown(right.why) end
  if #nodes > 0 then return ui.group(nodes) end
end

local body = {
  prompt = { vi = "Thủ đô của Việt Nam?", en = "The capital of Vietnam?" },
  option = {
    { id = "a", text = { vi = "Huế", en = "Huế" }, why = { vi = "Huế là cố đô.", en = "Huế was the capital once." } },
    { id = "b", text = { vi = "Hà Nội", en = "Hà Nội" }, right = "true" },
    { id = "c", text = { vi = "Đà Nẵng", en = "Đà Nẵng" } },
  },
}

return {
  api = 1, kind = "question", id = "khoa.single-choice", version = "1.0.0",
  title = { vi = "Chọn một phương án", en = "Single choice" },
  fields = {
    prompt = { type = "markdown", required = true, translate = true },
    option = { type = "list", required = true, of = { type = "record", fields = {
      id = { type = "text", required = true },
      text = { type = "markdown", required = true, translate = true },
      fixed = { type = "boolean" }, -- stays where it is when options are shuffled
      right = { type = "boolean", secret = true },
      why = { type = "markdown", translate = true, secret = true },
    } } },
  },
  parts = { answer = { weight = 1 } },
  check = check,
  inputs = function(item)
    local ids = {}
    for i, option in ipairs(item.option) do ids[i] = option.id end
    return { answer = { type = "choice", options = ids, label = { vi = "Câu trả lời", en = "Your answer" } } }
  end,
  render = function(item, params, ui)
    local options = {}
    for i, option in ipairs(item.option) do
      options[i] = { id = option.id, fixed = option.fixed, content = ui.markdown(option.text) }
    end
    return ui.group { ui.markdown(item.prompt), ui.choice("answer", options) }
  end,
  grade = function(item, params, truth, response)
    local right = response.answer == right_of(item).id
    return { answer = { score = right and 1 or 0, class = right and "right" or "chose-" .. response.answer } }
  end,
  model = function(item) return { answer = right_of(item).id } end,
  explain = explain,
  tests = {
    { name = "right", item = body, response = { answer = "b" }, expect = { answer = 1 }, class = { answer = "right" } },
    { name = "wrong", item = body, response = { answer = "a" }, expect = { answer = 0 }, class = { answer = "chose-a" } },
    { name = "blank", item = body, response = {}, expect = { answer = 0 }, class = { answer = "blank" } },
    { name = "no such option", item = body, response = { answer = "z" }, invalid = { "answer" } },
  },
}
