-- What belongs to what: each thing on the left has one on the right. One on the
-- right may serve several, and some may serve none.
--
-- credit "each": the share of pairs that are right. "all": full marks only when
-- all of them are.

local function is_id(text) return text:match("^[a-z0-9][a-z0-9-]*$") ~= nil end

local function ids_of(list, name)
  local seen = {}
  for i, one in ipairs(list) do
    if not is_id(one.id) or seen[one.id] then
      return nil, { [name .. "[" .. i .. "].id"] = { vi = "Mã phải khác nhau, gồm chữ thường, chữ số và gạch nối.",
                                                     en = "Ids differ and are lower-case letters, digits and hyphens." } }
    end
    seen[one.id] = true
  end
  return seen
end

local function check(item)
  local _, problem = ids_of(item.left, "left")
  if problem then return problem end
  local rights
  rights, problem = ids_of(item.right, "right")
  if problem then return problem end
  if #item.left < 2 or #item.left > 10 then
    return { left = { vi = "Cần từ 2 đến 10 mục bên trái.", en = "2 to 10 things are needed on the left." } }
  end
  if #item.right < 2 or #item.right > 12 then
    return { right = { vi = "Cần từ 2 đến 12 mục bên phải.", en = "2 to 12 things are needed on the right." } }
  end
  for i, left in ipairs(item.left) do
    if not rights[left.goes] then
      return { ["left[" .. i .. "].goes"] = { vi = "Không có mục bên phải mang mã \"" .. left.goes .. "\".",
                                              en = "There is no \"" .. left.goes .. "\" on the right." } }
    end
  end
end

local function grade(item, params, truth, response)
  local right, open = 0, false
  for _, left in ipairs(item.left) do
    if response[left.id] == left.goes then right = right + 1 end
    if response[left.id] == nil then open = true end
  end
  if right == #item.left then return { pairs = { score = 1, class = "right" } } end
  local class = open and "incomplete" or right == 0 and "wrong" or right == #item.left - 1 and "one-wrong" or "partly"
  return { pairs = { score = item.credit == "each" and decimal(right) / decimal(#item.left) or 0, class = class } }
end

local function explain(item, params, truth, response, ui)
  local nodes = {}
  for _, left in ipairs(item.left) do
    if left.why then nodes[#nodes + 1] = ui.group { ui.markdown(left.text), ui.markdown(left.why) } end
  end
  if #nodes > 0 then return ui.group(nodes) end
end

local function body(credit)
  return {
    prompt = { vi = "Nối mỗi nước với thủ đô.", en = "Match each country and its capital." },
    left = {
      { id = "vn", text = { vi = "Việt Nam", en = "Viet Nam" }, goes = "hn" },
      { id = "la", text = { vi = "Lào", en = "Laos" }, goes = "vt", why = { vi = "Viêng Chăn nằm bên sông Mê Công.", en = "Vientiane lies on the Mekong." } },
      { id = "kh", text = { vi = "Campuchia", en = "Cambodia" }, goes = "pp" },
    },
    right = {
      { id = "vt", text = { vi = "Viêng Chăn", en = "Vientiane" } },
      { id = "hn", text = { vi = "Hà Nội", en = "Ha Noi" } },
      { id = "pp", text = { vi = "Phnôm Pênh", en = "Phnom Penh" } },
      { id = "bk", text = { vi = "Băng Cốc", en = "Bangkok" } },
    },
    credit = credit,
  }
end
local each, all = body("each"), body("all")
local astray = body("each")
astray.left[1] = { id = "vn", text = { vi = "Việt Nam", en = "Viet Nam" }, goes = "xx" }

return {
  api = 1, kind = "question", id = "khoa.matching", version = "1.0.0",
  title = { vi = "Ghép đôi", en = "Matching" },
  fields = {
    prompt = { type = "markdown", required = true, translate = true },
    left = { type = "list", required = true, of = { type = "record", fields = {
      id = { type = "text", required = true },
      text = { type = "markdown", required = true, translate = true },
      goes = { type = "text", required = true, secret = true },
      why = { type = "markdown", translate = true, secret = true },
    } } },
    right = { type = "list", required = true, of = { type = "record", fields = {
      id = { type = "text", required = true },
      text = { type = "text", required = true, translate = true },
    } } },
    credit = { type = "enum", values = { "each", "all" }, default = "each", secret = true },
  },
  parts = { pairs = { weight = 1 } },
  check = check,
  inputs = function(item)
    local inputs, rights = {}, {}
    for i, right in ipairs(item.right) do rights[i] = right.id end
    for i, left in ipairs(item.left) do
      inputs[left.id] = { type = "choice", options = rights, label = { vi = "Mục " .. i, en = "Thing " .. i } }
    end
    return inputs
  end,
  render = function(item, params, ui)
    local rows, options = {}, {}
    for i, left in ipairs(item.left) do rows[i] = { input = left.id, content = ui.markdown(left.text) } end
    for i, right in ipairs(item.right) do options[i] = { id = right.id, content = right.text } end
    return ui.group { ui.markdown(item.prompt), ui.match(rows, options) }
  end,
  grade = grade,
  model = function(item)
    local answer = {}
    for _, left in ipairs(item.left) do answer[left.id] = left.goes end
    return answer
  end,
  explain = explain,
  tests = {
    { name = "all pairs", item = each, response = { vn = "hn", la = "vt", kh = "pp" }, expect = { pairs = 1 }, class = { pairs = "right" } },
    { name = "one wrong of three", item = each, response = { vn = "hn", la = "vt", kh = "bk" }, expect = { pairs = 0.666667 }, class = { pairs = "one-wrong" } },
    { name = "two wrong", item = each, response = { vn = "hn", la = "bk", kh = "bk" }, expect = { pairs = 0.333333 }, class = { pairs = "partly" } },
    { name = "one left open", item = each, response = { vn = "hn", la = "vt" }, expect = { pairs = 0.666667 }, class = { pairs = "incomplete" } },
    { name = "none", item = each, response = { vn = "bk", la = "pp", kh = "hn" }, expect = { pairs = 0 }, class = { pairs = "wrong" } },
    { name = "all or nothing", item = all, response = { vn = "hn", la = "vt", kh = "bk" }, expect = { pairs = 0 }, class = { pairs = "one-wrong" } },
    { name = "blank", item = each, response = {}, expect = { pairs = 0 }, class = { pairs = "blank" } },
    { name = "a thing that goes nowhere", item = astray, refused = { "left[1].goes" } },
  },
}
