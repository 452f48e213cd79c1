-- Statements, each true or false.
--
-- credit "each": the share of statements judged rightly. "all": full marks only
-- when all of them are. A statement left open is not right.

local function check(item)
  local seen = {}
  for i, s in ipairs(item.statement) do
    if not s.id:match("^[a-z0-9][a-z0-9-]*$") then
      return { ["statement[" .. i .. "].id"] = { vi = "Mã gồm chữ thường, chữ số và gạch nối.", en = "An id is lower-case letters, digits and hyphens." } }
    end
    if seen[s.id] then
      return { ["statement[" .. i .. "].id"] = { vi = "Mã \"" .. s.id .. "\" bị trùng.", en = "The id \"" .. s.id .. "\" stands twice." } }
    end
    seen[s.id] = true
  end
  if #item.statement < 2 or #item.statement > 10 then
    return { statement = { vi = "Cần từ 2 đến 10 nhận định.", en = "2 to 10 statements are needed." } }
  end
end

local function share(item, response)
  local right = 0
  for _, s in ipairs(item.statement) do
    if response[s.id] == (s.right and "true" or "false") then right = right + 1 end
  end
  return right, #item.statement
end

local function grade(item, params, truth, response)
  local right, all = share(item, response)
  if right == all then return { answer = { score = 1, class = "right" } } end
  local class = right == 0 and "wrong" or "partly"
  for _, s in ipairs(item.statement) do
    if response[s.id] == nil then class = "incomplete" end
  end
  return { answer = { score = item.credit == "each" and decimal(right) / decimal(all) or 0, class = class } }
end

local function explain(item, params, truth, response, ui)
  local nodes = {}
  for _, s in ipairs(item.statement) do
    if s.why then nodes[#nodes + 1] = ui.group { ui.markdown(s.text), ui.markdown(s.why) } end
  end
  if #nodes > 0 then return ui.group(nodes) end
end

local function body(credit)
  return {
    prompt = { vi = "Đúng hay sai?", en = "True or false?" },
    statement = {
      { id = "a", text = { vi = "2 là số chẵn.", en = "2 is even." }, right = "true" },
      { id = "b", text = { vi = "9 là số nguyên tố.", en = "9 is prime." }, why = { vi = "9 = 3 · 3.", en = "9 = 3 · 3." } },
      { id = "c", text = { vi = "7 lớn hơn 5.", en = "7 is more than 5." }, right = "true" },
      { id = "d", text = { vi = "0 là số âm.", en = "0 is negative." } },
    },
    credit = credit,
  }
end
local each, all = body("each"), body("all")

return {
  api = 1, kind = "question", id = "khoa.true-false", version = "1.0.0",
  title = { vi = "Đúng – sai nhiều ý", en = "True or false, several" },
  fields = {
    prompt = { type = "markdown", required = true, translate = true },
    statement = { type = "list", required = true, of = { type = "record", fields = {
      id = { type = "text", required = true },
      text = { type = "markdown", required = true, translate = true },
      right = { type = "boolean", secret = true },
      why = { type = "markdown", translate = true, secret = true },
    } } },
    credit = { type = "enum", values = { "each", "all" }, default = "each", secret = true },
  },
  parts = { answer = { weight = 1 } },
  check = check,
  inputs = function(item)
    local inputs = {}
    for i, s in ipairs(item.statement) do
      inputs[s.id] = { type = "choice", options = { "true", "false" },
                       label = { vi = "Nhận định " .. i, en = "Statement " .. i } }
    end
    return inputs
  end,
  render = function(item, params, ui)
    local rows = {}
    for i, s in ipairs(item.statement) do rows[i] = { input = s.id, content = ui.markdown(s.text) } end
    return ui.group { ui.markdown(item.prompt), ui.matrix(rows, {
      { id = "true", content = { vi = "Đúng", en = "True" } },
      { id = "false", content = { vi = "Sai", en = "False" } },
    }) }
  end,
  grade = grade,
  model = function(item)
    local answer = {}
    for _, s in ipairs(item.statement) do answer[s.id] = s.right and "true" or "false" end
    return answer
  end,
  explain = explain,
  tests = {
    { name = "all right", item = each, response = { a = "true", b = "false", c = "true", d = "false" }, expect = { answer = 1 }, class = { answer = "right" } },
    { name = "three of four", item = each, response = { a = "true", b = "true", c = "true", d = "false" }, expect = { answer = 0.75 }, class = { answer = "partly" } },
    { name = "one left open", item = each, response = { a = "true", b = "false", c = "true" }, expect = { answer = 0.75 }, class = { answer = "incomplete" } },
    { name = "none", item = each, response = { a = "false", b = "true", c = "false", d = "true" }, expect = { answer = 0 }, class = { answer = "wrong" } },
    { name = "all or nothing", item = all, response = { a = "true", b = "true", c = "true", d = "false" }, expect = { answer = 0 }, class = { answer = "partly" } },
    { name = "blank", item = each, response = {}, expect = { answer = 0 }, class = { answer = "blank" } },
    { name = "no such answer", item = each, response = { a = "maybe", b = "false", c = "true", d = "false" }, invalid = { "a" }, class = { answer = "invalid" } },
    { name = "one statement is none", item = { prompt = { vi = "?", en = "?" }, statement = { { id = "a", text = { vi = "x", en = "x" } } } }, refused = { "statement" } },
    { name = "the same id twice", item = { prompt = { vi = "?", en = "?" }, statement = { { id = "a", text = { vi = "x", en = "x" } }, { id = "a", text = { vi = "y", en = "y" } } } }, refused = { "statement[2].id" } },
  },
}
