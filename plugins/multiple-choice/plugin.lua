-- Several right answers among several options.
--
-- credit "each": (right ones chosen - wrong ones chosen) / right ones, never
-- below 0, so that choosing everything earns nothing. "all": full marks for
-- exactly the right ones, else 0.

local function chosen_of(response)
  local set = {}
  for _, id in ipairs(response and response.answer or {}) do set[id] = true end
  return set
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
  if rights == 0 then
    return { option = { vi = "Chưa có phương án nào đúng (<right>true</right>).",
                        en = "No option is right (<right>true</right>)." } }
  end
end

local function grade(item, params, truth, response)
  local chosen, rights, hit, wrong = chosen_of(response), 0, 0, 0
  for _, option in ipairs(item.option) do
    if option.right then rights = rights + 1 end
    if chosen[option.id] and option.right then hit = hit + 1 end
    if chosen[option.id] and not option.right then wrong = wrong + 1 end
  end
  if hit == rights and wrong == 0 then return { answer = { score = 1, class = "right" } } end
  local score = item.credit == "each" and math.max(0, hit - wrong) / rights or 0
  local class = hit == 0 and "wrong" or wrong == 0 and "incomplete" or hit == rights and "too-many" or "mixed"
  return { answer = { score = score, class = class } }
end

-- What the options say that were chosen or should have been.
local function explain(item, params, truth, response, ui)
  local nodes, chosen = {}, chosen_of(response)
  for _, option in ipairs(item.option) do
    if option.why and (option.right or chosen[option.id]) then
      nodes[#nodes + 1] = ui.group { ui.markdown(option.text), ui.markdown(option.why) }
    end
  end
  if #nodes > 0 then return ui.group(nodes) end
end

local function body(credit)
  return {
    prompt = { vi = "Số nào là số nguyên tố?", en = "Which are prime numbers?" },
    option = {
      { id = "a", text = { vi = "2", en = "2" }, right = "true" },
      { id = "b", text = { vi = "4", en = "4" }, why = { vi = "4 = 2 · 2", en = "4 = 2 · 2" } },
      { id = "c", text = { vi = "7", en = "7" }, right = "true" },
      { id = "d", text = { vi = "9", en = "9" } },
    },
    credit = credit,
  }
end
local each, all = body("each"), body("all")

return {
  api = 1, kind = "question", id = "khoa.multiple-choice", version = "1.0.0",
  title = { vi = "Chọn nhiều phương án", en = "Multiple choice" },
  fields = {
    prompt = { type = "markdown", required = true, translate = true },
    option = { type = "list", required = true, of = { type = "record", fields = {
      id = { type = "text", required = true },
      text = { type = "markdown", required = true, translate = true },
      fixed = { type = "boolean" }, -- stays where it is when options are shuffled
      right = { type = "boolean", secret = true },
      why = { type = "markdown", translate = true, secret = true },
    } } },
    credit = { type = "enum", values = { "each", "all" }, default = "each" },
  },
  parts = { answer = { weight = 1 } },
  check = check,
  inputs = function(item)
    local ids = {}
    for i, option in ipairs(item.option) do ids[i] = option.id end
    return { answer = { type = "set", options = ids,
                        label = { vi = "Các câu trả lời", en = "Your answers" } } }
  end,
  render = function(item, params, ui)
    local options = {}
    for i, option in ipairs(item.option) do
      options[i] = { id = option.id, fixed = option.fixed, content = ui.markdown(option.text) }
    end
    return ui.group { ui.markdown(item.prompt), ui.choices("answer", options) }
  end,
  grade = grade,
  model = function(item)
    local ids = {}
    for _, option in ipairs(item.option) do
      if option.right then ids[#ids + 1] = option.id end
    end
    return { answer = ids }
  end,
  explain = explain,
  tests = {
    { name = "both", item = each, response = { answer = { "a", "c" } }, expect = { answer = 1 }, class = { answer = "right" } },
    { name = "one of two", item = each, response = { answer = { "c" } }, expect = { answer = 0.5 }, class = { answer = "incomplete" } },
    { name = "one and a wrong one", item = each, response = { answer = { "a", "b" } }, expect = { answer = 0 }, class = { answer = "mixed" } },
    { name = "both and a wrong one", item = each, response = { answer = { "a", "b", "c" } }, expect = { answer = 0.5 }, class = { answer = "too-many" } },
    { name = "everything", item = each, response = { answer = { "a", "b", "c", "d" } }, expect = { answer = 0 } },
    { name = "all or nothing", item = all, response = { answer = { "a" } }, expect = { answer = 0 }, class = { answer = "incomplete" } },
    { name = "all", item = all, response = { answer = { "a", "c" } }, expect = { answer = 1 } },
    { name = "blank", item = each, response = {}, expect = { answer = 0 }, class = { answer = "blank" } },
    { name = "no such option", item = each, response = { answer = { "z" } }, invalid = { "answer" } },
  },
}
