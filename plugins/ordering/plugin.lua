-- Steps that are to be put in order. `place` says where a step belongs; steps
-- of equal places may stand either way.
--
-- credit "pairs": of all two steps whose order is laid down, the share in right
-- order, only what is above the half that chance gives: (2 · share - 1), not
-- below 0. "all": full marks for a right order, else 0.

local function check(item)
  local seen, places = {}, {}
  for i, step in ipairs(item.step) do
    if seen[step.id] or not step.id:match("^[a-z0-9][a-z0-9-]*$") then
      return { ["step[" .. i .. "].id"] = { vi = "Mã phải khác nhau, gồm chữ thường, chữ số và gạch nối.",
                                            en = "Ids differ and are lower-case letters, digits and hyphens." } }
    end
    seen[step.id] = true
    places[step.place] = true
  end
  if #item.step < 3 or #item.step > 10 then
    return { step = { vi = "Cần từ 3 đến 10 bước.", en = "3 to 10 steps are needed." } }
  end
  local different = 0
  for _ in pairs(places) do different = different + 1 end
  if different < 2 then
    return { step = { vi = "Mọi bước đều có cùng vị trí; không có gì để xếp.", en = "All steps have the same place; there is nothing to put in order." } }
  end
end

-- Of the pairs whose order is laid down: how many, and how many are kept.
local function count(item, response)
  local all, kept = 0, 0
  for i, a in ipairs(item.step) do
    for k = i + 1, #item.step do
      local b = item.step[k]
      local at, bt = tonumber(response[a.id]), tonumber(response[b.id])
      if a.place ~= b.place then
        all = all + 1
        if at and bt and at ~= bt and (at < bt) == (a.place < b.place) then kept = kept + 1 end
      end
    end
  end
  return all, kept
end

local function class_of(item, response, all, kept)
  local used = {}
  if kept == all then return "right" end
  for _, step in ipairs(item.step) do
    local place = response[step.id]
    if not place then return "incomplete" end
    if used[place] then return "same-place" end
    used[place] = true
  end
  return kept == 0 and "reversed" or kept == all - 1 and "two-swapped" or "partly"
end

local function grade(item, params, truth, response)
  local all, kept = count(item, response)
  local score = kept == all and decimal(1) or decimal(0)
  if item.credit == "pairs" and 2 * kept > all then score = (decimal(2) * decimal(kept) - decimal(all)) / decimal(all) end
  return { order = { score = score, class = class_of(item, response, all, kept) } }
end

local function sorted(item)
  local steps = {}
  for i, step in ipairs(item.step) do steps[i] = step end
  table.sort(steps, function(a, b) return a.place < b.place end)
  return steps
end

local function explain(item, params, truth, response, ui)
  local nodes = {}
  for _, step in ipairs(sorted(item)) do
    if step.why then nodes[#nodes + 1] = ui.group { ui.markdown(step.text), ui.markdown(step.why) } end
  end
  if #nodes > 0 then return ui.group(nodes) end
end

local function body(credit, last)
  return {
    prompt = { vi = "Xếp theo thứ tự thời gian.", en = "Put in order of time." },
    step = {
      { id = "noon", text = { vi = "Ăn trưa", en = "Lunch" }, place = "2" },
      { id = "dawn", text = { vi = "Thức dậy", en = "Getting up" }, place = "1", why = { vi = "Phải thức dậy trước đã.", en = "First one has to get up." } },
      { id = "night", text = { vi = "Đi ngủ", en = "Going to bed" }, place = last },
      { id = "dusk", text = { vi = "Ăn tối", en = "Dinner" }, place = "3" },
    },
    credit = credit,
  }
end
local part, all, tied = body("pairs", "4"), body("all", "4"), body("pairs", "3")

return {
  api = 1, kind = "question", id = "khoa.ordering", version = "1.0.0",
  title = { vi = "Sắp xếp thứ tự", en = "Ordering" },
  fields = {
    prompt = { type = "markdown", required = true, translate = true },
    step = { type = "list", required = true, of = { type = "record", fields = {
      id = { type = "text", required = true },
      text = { type = "markdown", required = true, translate = true },
      place = { type = "integer", required = true, min = 1, max = 10, secret = true },
      why = { type = "markdown", translate = true, secret = true },
    } } },
    credit = { type = "enum", values = { "pairs", "all" }, default = "pairs", secret = true },
  },
  parts = { order = { weight = 1 } },
  check = check,
  inputs = function(item)
    local inputs, places = {}, {}
    for i in ipairs(item.step) do places[i] = tostring(i) end
    for i, step in ipairs(item.step) do
      inputs[step.id] = { type = "choice", options = places, label = { vi = "Vị trí của bước " .. i, en = "Place of step " .. i } }
    end
    return inputs
  end,
  render = function(item, params, ui)
    local rows = {}
    for i, step in ipairs(item.step) do rows[i] = { input = step.id, content = ui.markdown(step.text) } end
    return ui.group { ui.markdown(item.prompt), ui.order(rows) }
  end,
  grade = grade,
  model = function(item)
    local answer = {}
    for i, step in ipairs(sorted(item)) do answer[step.id] = tostring(i) end
    return answer
  end,
  explain = explain,
  tests = {
    { name = "in order", item = part, response = { dawn = "1", noon = "2", dusk = "3", night = "4" }, expect = { order = 1 }, class = { order = "right" } },
    { name = "two swapped", item = part, response = { dawn = "2", noon = "1", dusk = "3", night = "4" }, expect = { order = 0.666667 }, class = { order = "two-swapped" } },
    { name = "half of the pairs is chance", item = part, response = { dawn = "1", noon = "4", dusk = "3", night = "2" }, expect = { order = 0 }, class = { order = "partly" } },
    { name = "backwards", item = part, response = { dawn = "4", noon = "3", dusk = "2", night = "1" }, expect = { order = 0 }, class = { order = "reversed" } },
    { name = "two in one place", item = part, response = { dawn = "1", noon = "1", dusk = "3", night = "4" }, expect = { order = 0.666667 }, class = { order = "same-place" } },
    { name = "one left out", item = part, response = { dawn = "1", noon = "2", dusk = "3" }, expect = { order = 0 }, class = { order = "incomplete" } },
    { name = "either way of two", item = tied, response = { dawn = "1", noon = "2", night = "3", dusk = "4" }, expect = { order = 1 }, class = { order = "right" } },
    { name = "all or nothing", item = all, response = { dawn = "2", noon = "1", dusk = "3", night = "4" }, expect = { order = 0 } },
    { name = "blank", item = part, response = {}, expect = { order = 0 }, class = { order = "blank" } },
    { name = "no such place", item = part, response = { dawn = "5", noon = "2", dusk = "3", night = "4" }, invalid = { "dawn" } },
  },
}
