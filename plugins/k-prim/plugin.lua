-- Four statements, each true or false: all four right earn everything, three
-- half of it, fewer nothing; so guessing earns little (Krebs 1997, type Kprim).

local function check(item)
  local seen = {}
  for i, s in ipairs(item.statement) do
    if seen[s.id] or not s.id:match("^[a-z0-9][a-z0-9-]*$") then
      return { ["statement[" .. i .. "].id"] = { vi = "Mã phải khác nhau, gồm chữ thường, chữ số và gạch nối.",
                                                 en = "Ids differ and are lower-case letters, digits and hyphens." } }
    end
    seen[s.id] = true
  end
  if #item.statement ~= 4 then
    return { statement = { vi = "Cần đúng bốn nhận định.", en = "Exactly four statements are needed." } }
  end
end

local function grade(item, params, truth, response)
  local right = 0
  for _, s in ipairs(item.statement) do
    if response[s.id] == (s.right and "true" or "false") then right = right + 1 end
  end
  local classes = { [4] = "right", [3] = "one-wrong", [2] = "two-wrong" }
  return { answer = { score = right == 4 and 1 or right == 3 and 0.5 or 0, class = classes[right] or "wrong" } }
end

local function explain(item, params, truth, response, ui)
  local nodes = {}
  for _, s in ipairs(item.statement) do
    if s.why then nodes[#nodes + 1] = ui.group { ui.markdown(s.text), ui.markdown(s.why) } end
  end
  if #nodes > 0 then return ui.group(nodes) end
end

local item = {
  prompt = { vi = "Mỗi nhận định sau đúng hay sai?", en = "Is each of these true or false?" },
  statement = {
    { id = "a", text = { vi = "2 là số chẵn.", en = "2 is even." }, right = "true" },
    { id = "b", text = { vi = "9 là số nguyên tố.", en = "9 is prime." }, why = { vi = "9 = 3 · 3.", en = "9 = 3 · 3." } },
    { id = "c", text = { vi = "7 lớn hơn 5.", en = "7 is more than 5." }, right = "true" },
    { id = "d", text = { vi = "0 là số âm.", en = "0 is negative." } },
  },
}

return {
  api = 1, kind = "question", id = "khoa.k-prim", version = "1.0.0",
  title = { vi = "Bốn nhận định (K-prim)", en = "Four statements (K-prim)" },
  fields = {
    prompt = { type = "markdown", required = true, translate = true },
    statement = { type = "list", required = true, of = { type = "record", fields = {
      id = { type = "text", required = true },
      text = { type = "markdown", required = true, translate = true },
      right = { type = "boolean", secret = true },
      why = { type = "markdown", translate = true, secret = true },
    } } },
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
    { name = "four", item = item, response = { a = "true", b = "false", c = "true", d = "false" }, expect = { answer = 1 }, class = { answer = "right" } },
    { name = "three", item = item, response = { a = "true", b = "false", c = "true", d = "true" }, expect = { answer = 0.5 }, class = { answer = "one-wrong" } },
    { name = "three and one left open", item = item, response = { a = "true", b = "false", c = "true" }, expect = { answer = 0.5 }, class = { answer = "one-wrong" } },
    { name = "two", item = item, response = { a = "true", b = "false", c = "false", d = "true" }, expect = { answer = 0 }, class = { answer = "two-wrong" } },
    { name = "none", item = item, response = { a = "false", b = "true", c = "false", d = "true" }, expect = { answer = 0 }, class = { answer = "wrong" } },
    { name = "blank", item = item, response = {}, expect = { answer = 0 }, class = { answer = "blank" } },
    { name = "three statements are too few", refused = { "statement" },
      item = { prompt = { vi = "?", en = "?" }, statement = { item.statement[1], item.statement[2], item.statement[3] } } },
  },
}
