-- A text with gaps: a word, one of a list, or a number in each.
--
-- Every gap is a part of its own, weighted by `share`, so that a result says
-- which gap was missed. Where the gaps stand is in the text, as [[id]], in each
-- language. Words are compared as in khoa.short-text.
local words = require("words")

local function problem(i, field, vi, en) return { ["gap[" .. i .. "]" .. field] = { vi = vi, en = en } } end

local function check_list(i, gap)
  local seen, rights = {}, 0
  for _, option in ipairs(gap.option) do
    if seen[option.id] then return problem(i, ".option", "Mã \"" .. option.id .. "\" bị trùng.", "The id \"" .. option.id .. "\" stands twice.") end
    seen[option.id] = true
    if option.right then rights = rights + 1 end
  end
  if #gap.option < 2 or rights ~= 1 then
    return problem(i, ".option", "Cần từ hai lựa chọn, đúng một lựa chọn có <right>true</right>.", "At least two options are needed, exactly one with <right>true</right>.")
  end
end

local function check_gap(i, gap)
  if gap.kind == "list" then return check_list(i, gap) end
  if gap.kind == "number" then
    if not gap.answer then return problem(i, ".answer", "Chỗ trống là số cần <answer>.", "A gap for a number needs <answer>.") end
    return
  end
  if #gap.accept == 0 then return problem(i, ".accept", "Cần ít nhất một <accept>.", "At least one <accept> is needed.") end
  local best = decimal(0)
  for k, accept in ipairs(gap.accept) do
    if (accept.text == nil) == (accept.pattern == nil) then
      return problem(i, ".accept[" .. k .. "]", "Cần <text> hoặc <pattern>, đúng một trong hai.", "Either <text> or <pattern> is needed, and only one.")
    end
    local why = accept.pattern and words.pattern_problem(gap, accept.pattern)
    if why then return { ["gap[" .. i .. "].accept[" .. k .. "].pattern"] = why } end
    if accept.score > best then best = accept.score end
  end
  if not words.model(gap) or best ~= decimal(1) then
    return problem(i, ".accept", "Cần một <accept> với <text> được điểm 1.", "One <accept> with <text> must have the score 1.")
  end
end

-- The marks of a text, and the first that stands twice.
local function marks_of(text)
  local found, twice = {}, nil
  for id in text:gmatch("%[%[(.-)%]%]") do
    if found[id] then twice = twice or id end
    found[id] = true
  end
  return found, twice
end

local function check(item)
  local seen = {}
  for i, gap in ipairs(item.gap) do
    if seen[gap.id] or not gap.id:match("^[a-z0-9][a-z0-9-]*$") then
      return problem(i, ".id", "Mã phải khác nhau, gồm chữ thường, chữ số và gạch nối.", "Ids differ and are lower-case letters, digits and hyphens.")
    end
    seen[gap.id] = true
    local found = check_gap(i, gap)
    if found then return found end
  end
  for language, text in pairs(item.text) do
    local marks, twice = marks_of(text)
    if twice then
      return { text = { vi = "Chỗ trống [[" .. twice .. "]] có hai lần (" .. language .. ").", en = "The gap [[" .. twice .. "]] stands twice (" .. language .. ")." } }
    end
    for id in pairs(seen) do
      if not marks[id] then
        return { text = { vi = "Thiếu chỗ trống [[" .. id .. "]] (" .. language .. ").", en = "The gap [[" .. id .. "]] is missing (" .. language .. ")." } }
      end
    end
    for id in pairs(marks) do
      if not seen[id] then
        return { text = { vi = "[[" .. id .. "]] không có <gap> tương ứng (" .. language .. ").", en = "[[" .. id .. "]] has no <gap> (" .. language .. ")." } }
      end
    end
  end
end

local function grade_gap(gap, response)
  if gap.kind == "list" then
    for _, option in ipairs(gap.option) do
      if option.right then return option.id == response and 1 or 0 end
    end
    return 0
  end
  if gap.kind == "number" then
    if response == gap.answer then return 1 end
    local ok, near = pcall(function() return (response:round(20) - gap.answer:round(20)):abs() <= gap.tolerance end)
    return ok and near and 1 or 0
  end
  return words.score(gap, response)
end

local function grade(item, params, truth, response)
  local outcomes = {}
  for _, gap in ipairs(item.gap) do
    local score = response[gap.id] ~= nil and decimal(grade_gap(gap, response[gap.id])) or decimal(0)
    outcomes[gap.id] = { score = score, class = score == decimal(1) and "right" or score > decimal(0) and "partly" or "wrong" }
  end
  return outcomes
end

local function gap_node(gap, ui)
  if gap.kind == "number" then return ui.number(gap.id, { unit = gap.unit, size = 8 }) end
  if gap.kind == "text" then return ui.short(gap.id, { size = 14 }) end
  local options = {}
  for i, option in ipairs(gap.option) do options[i] = { id = option.id, content = option.text } end
  return ui.select(gap.id, options)
end

local function explain(item, params, truth, response, ui)
  local nodes = {}
  for _, gap in ipairs(item.gap) do
    if gap.why then nodes[#nodes + 1] = ui.markdown(gap.why) end
  end
  if #nodes > 0 then return ui.group(nodes) end
end

local item = {
  text = { vi = "Thủ đô là [[city]], ở [[side]] đất nước, cách Huế [[far]].", en = "The capital is [[city]], in the [[side]], [[far]] from Hue." },
  gap = {
    { id = "city", kind = "text", share = "2", accept = { { text = "Hà Nội" }, { pattern = "thang long", score = "0.5" } } },
    { id = "side", kind = "list", option = {
      { id = "n", text = { vi = "miền Bắc", en = "north" }, right = "true" }, { id = "s", text = { vi = "miền Nam", en = "south" } } } },
    { id = "far", kind = "number", answer = "660", tolerance = "20", unit = { vi = "km", en = "km" }, why = { vi = "Khoảng 660 km.", en = "About 660 km." } },
  },
}
local function with(text) return { text = { vi = text, en = text }, gap = item.gap } end

return {
  api = 1, kind = "question", id = "khoa.cloze", version = "1.0.0",
  title = { vi = "Điền vào chỗ trống", en = "Fill in the gaps" },
  fields = {
    prompt = { type = "markdown", translate = true },
    text = { type = "markdown", required = true, translate = true },
    gap = { type = "list", required = true, of = { type = "record", fields = {
      id = { type = "text", required = true },
      kind = { type = "enum", values = { "text", "list", "number" }, required = true },
      label = { type = "text", translate = true },
      share = { type = "decimal", min = "0.01", max = "1000", default = "1" },
      accept = { type = "list", secret = true, of = { type = "record", fields = {
        text = { type = "text" },
        pattern = { type = "pattern" },
        score = { type = "decimal", min = "0", max = "1", default = "1" },
        why = { type = "markdown", translate = true },
      } } },
      compare = { type = "enum", values = { "fold", "marks", "exact" }, default = "fold", secret = true },
      option = { type = "list", of = { type = "record", fields = {
        id = { type = "text", required = true },
        text = { type = "text", required = true, translate = true },
        right = { type = "boolean", secret = true },
        why = { type = "markdown", translate = true, secret = true },
      } } },
      answer = { type = "decimal", secret = true },
      tolerance = { type = "decimal", min = "0", default = "0", secret = true },
      unit = { type = "text", translate = true },
      why = { type = "markdown", translate = true, secret = true },
    } } },
  },
  parts = function(item)
    local parts = {}
    for _, gap in ipairs(item.gap) do parts[gap.id] = { weight = gap.share:number() } end
    return parts
  end,
  check = check,
  inputs = function(item)
    local types, inputs = { text = "text", list = "choice", number = "decimal" }, {}
    for i, gap in ipairs(item.gap) do
      local ids = {}
      for k, option in ipairs(gap.option) do ids[k] = option.id end
      inputs[gap.id] = { type = types[gap.kind], label = gap.label or { vi = "Chỗ trống " .. i, en = "Gap " .. i } }
      if gap.kind == "text" then inputs[gap.id].max = 200 end
      if gap.kind == "list" then inputs[gap.id].options = ids end
    end
    return inputs
  end,
  render = function(item, params, ui)
    local gaps, nodes = {}, {}
    for _, gap in ipairs(item.gap) do gaps[gap.id] = gap_node(gap, ui) end
    if item.prompt then nodes[1] = ui.markdown(item.prompt) end
    nodes[#nodes + 1] = ui.cloze(item.text, gaps)
    return ui.group(nodes)
  end,
  grade = grade,
  model = function(item)
    local answer = {}
    for _, gap in ipairs(item.gap) do
      if gap.kind == "number" then answer[gap.id] = gap.answer end
      if gap.kind == "text" then answer[gap.id] = words.model(gap) end
      for _, option in ipairs(gap.option) do
        if gap.kind == "list" and option.right then answer[gap.id] = option.id end
      end
    end
    return answer
  end,
  explain = explain,
  tests = {
    { name = "all gaps", item = item, response = { city = "Hà Nội", side = "n", far = "660" }, expect = { city = 1, side = 1, far = 1 } },
    { name = "without marks, within the tolerance", item = item, response = { city = " ha noi", side = "n", far = "645,5" }, expect = { city = 1, side = 1, far = 1 } },
    { name = "an older name", item = item, response = { city = "Thăng Long", side = "s", far = "700" }, expect = { city = 0.5, side = 0, far = 0 }, class = { city = "partly", side = "wrong", far = "wrong" } },
    { name = "one gap left open", item = item, response = { city = "Hà Nội", side = "n" }, expect = { city = 1, side = 1, far = 0 }, class = { far = "blank" } },
    { name = "no number", item = item, response = { city = "Hà Nội", side = "n", far = "xa" }, invalid = { "far" }, expect = { city = 1, side = 1, far = 0 } },
    { name = "blank", item = item, response = {}, expect = { city = 0, side = 0, far = 0 } },
    { name = "a pattern with marks, compared without", refused = { "gap[1].accept[2].pattern" },
      item = { text = { vi = "[[a]]", en = "[[a]]" }, gap = { { id = "a", kind = "text", accept = { { text = "lửa" }, { pattern = "l(ử|u)a" } } } } } },
    { name = "a gap that the text lacks", item = with("Thủ đô là [[city]], ở [[side]]."), refused = { "text" } },
    { name = "a mark without a gap", item = with("[[city]] [[side]] [[far]] [[near]]"), refused = { "text" } },
    { name = "a gap twice", item = with("[[city]] [[side]] [[far]] [[far]]"), refused = { "text" } },
  },
}
