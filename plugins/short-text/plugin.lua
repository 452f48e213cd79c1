-- A word or a few, compared with what is accepted.
--
-- compare "fold" (usual): lower case, no marks, đ as d, spaces run together.
-- "marks": lower case, but marks count. "exact": as typed, spaces at the ends
-- aside. In none of them does it matter where a tone mark stands (hòa, hoà), nor
-- how a đ or a space was typed. A <pattern> (PCRE2) must match the whole of what
-- is so compared. The best score among all that match counts.

-- Both spellings are right: hòa, khỏe, thủy and hoà, khoẻ, thuỷ.
local toned, plain_of = {}, {}
for bare, tones in pairs { a = "àáảãạ", e = "èéẻẽẹ", o = "òóỏõọ", u = "ùúủũụ", y = "ỳýỷỹỵ",
                           A = "ÀÁẢÃẠ", E = "ÈÉẺẼẸ", O = "ÒÓỎÕỌ", U = "ÙÚỦŨỤ", Y = "ỲÝỶỸỴ" } do
  local number = 0
  for _, code in utf8.codes(tones) do
    number = number + 1
    toned[bare .. number] = utf8.char(code)
    plain_of[utf8.char(code)] = bare .. number
  end
end

-- The tone goes to the second of the two vowels.
local function placed(first, second)
  local at = plain_of[first]
  if not at or not (at:sub(1, 1) .. second):lower():match("^o[ae]$") and (at:sub(1, 1) .. second):lower() ~= "uy" then
    return nil
  end
  return at:sub(1, 1) .. toned[second .. at:sub(2)]
end

local other = { ["ð"] = "đ", ["Ð"] = "Đ", ["\u{a0}"] = " ", ["\u{202f}"] = " ", ["\u{2009}"] = " ", ["\u{3000}"] = " ",
                ["\u{200b}"] = "", ["\u{feff}"] = "", ["\u{ad}"] = "" }

local function tidied(text)
  text = nfc(text):gsub(utf8.charpattern, other)
  text = text:gsub("([\xc3\xe1][\x80-\xbf]+)([aeyAEY])", placed)
  return (text:gsub("%s+", " "):gsub("^ ", ""):gsub(" $", ""))
end

local function plain(item, text)
  if item.compare == "fold" then return fold(text) end
  return tidied(text)
end

-- Text as a pattern that matches nothing else.
local function quoted(text)
  return (text:gsub("[^%w\x80-\xff ]", "\\%0"))
end

local function same(item, accepted, text)
  if item.compare == "marks" then
    -- Only letters of other case fold to the same and still match this way.
    return match("(?i)^" .. quoted(tidied(accepted)) .. "$", tidied(text)) ~= nil
  end
  return plain(item, accepted) == plain(item, text)
end

local function accepts(item, accept, text)
  if accept.text and same(item, accept.text, text) then return true end
  if not accept.pattern then return false end
  local flags = item.compare == "exact" and "" or "(?i)"
  return match(flags .. "^(?:" .. accept.pattern .. ")$", plain(item, text)) ~= nil
end

local function best_of(item, text)
  local best
  for _, accept in ipairs(item.accept) do
    if (not best or accept.score > best.score) and accepts(item, accept, text) then best = accept end
  end
  return best
end

local function model_of(item)
  for _, accept in ipairs(item.accept) do
    if accept.text and accept.score == decimal(1) then return accept.text end
  end
end

-- A letter that folding takes out of every answer: a pattern never meets it.
local function lost_letter(item, pattern)
  if item.compare ~= "fold" then return nil end
  for letter in nfc(pattern):gmatch("[\xc2-\xf4][\x80-\xbf]+") do
    if fold(letter):match("^[\x00-\x7f]+$") then return letter end
  end
end

local function check(item)
  if not model_of(item) then
    return { accept = { vi = "Cần ít nhất một <accept> có <text> và điểm 1: đó là đáp án mẫu.",
                        en = "At least one <accept> with a <text> and score 1 is needed: it is the model answer." } }
  end
  for i, accept in ipairs(item.accept) do
    local place = "accept[" .. i .. "]"
    if not accept.text and not accept.pattern then
      return { [place] = { vi = "Cần <text> hoặc <pattern>.", en = "A <text> or a <pattern> is needed." } }
    end
    if accept.text and #accept.text > item.limit * 4 then
      return { [place] = { vi = "Dài hơn <limit>.", en = "Longer than <limit>." } }
    end
    local lost = accept.pattern and lost_letter(item, accept.pattern)
    if lost then
      return { [place .. ".pattern"] = {
        vi = "\"" .. lost .. "\": <compare> là fold nên câu trả lời được so không dấu; hãy viết mẫu không dấu.",
        en = "\"" .. lost .. "\": with <compare> fold, answers are compared without marks; write the pattern without them." } }
    end
    if accept.pattern then
      local ok, why = pcall(accepts, item, { pattern = accept.pattern }, "a")
      if not ok then return { [place .. ".pattern"] = { vi = tostring(why), en = tostring(why) } } end
    end
  end
end

local function explain(item, params, truth, response, ui)
  local nodes = {}
  local found = response and response.answer and best_of(item, response.answer)
  if found and found.why then nodes[1] = ui.markdown(found.why) end
  if item.why then nodes[#nodes + 1] = ui.markdown(item.why) end
  if #nodes > 0 then return ui.group(nodes) end
end

local body = {
  prompt = { vi = "AI nói điều không có thật: gọi là gì?", en = "AI says what is not so: what is it called?" },
  accept = { { text = "ảo giác" }, { text = "hallucination" }, { text = "bịa đặt", score = "0.5" },
             { pattern = "hallucinat(ing|ions)" } },
}
local marks = { prompt = body.prompt, accept = { { text = "Ảo giác" } }, compare = "marks" }
local exact = { prompt = body.prompt, accept = { { text = "apk" } }, compare = "exact" }
local slow = { prompt = body.prompt, accept = { { text = "ok" }, { pattern = "^(a+)+$" } } }

return {
  api = 1, kind = "question", id = "khoa.short-text", version = "1.0.0",
  title = { vi = "Trả lời ngắn", en = "Short text" },
  fields = {
    prompt = { type = "markdown", required = true, translate = true },
    accept = { type = "list", required = true, secret = true, of = { type = "record", fields = {
      text = { type = "text" },
      pattern = { type = "pattern" },
      score = { type = "decimal", min = "0", max = "1", default = "1" },
      why = { type = "markdown", translate = true },
    } } },
    compare = { type = "enum", values = { "fold", "marks", "exact" }, default = "fold", secret = true },
    limit = { type = "integer", min = 1, max = 500, default = 100 },
    why = { type = "markdown", translate = true, secret = true },
  },
  parts = { answer = { weight = 1 } },
  check = check,
  inputs = function(item)
    return { answer = { type = "text", max = item.limit, label = { vi = "Câu trả lời", en = "Your answer" } } }
  end,
  render = function(item, params, ui)
    return ui.group { ui.markdown(item.prompt), ui.short("answer", { size = math.min(item.limit, 40) }) }
  end,
  grade = function(item, params, truth, response)
    local found = best_of(item, response.answer)
    if not found then return { answer = { score = 0, class = "wrong" } } end
    return { answer = { score = found.score, class = found.score == decimal(1) and "right" or "partly" } }
  end,
  model = function(item) return { answer = model_of(item) } end,
  explain = explain,
  tests = {
    { name = "right", item = body, response = { answer = "ảo giác" }, expect = { answer = 1 }, class = { answer = "right" } },
    { name = "without marks", item = body, response = { answer = "  AO  GIAC " }, expect = { answer = 1 } },
    { name = "a pattern", item = body, response = { answer = "Hallucinating" }, expect = { answer = 1 } },
    { name = "half", item = body, response = { answer = "Bịa đặt" }, expect = { answer = 0.5 }, class = { answer = "partly" } },
    { name = "only part of a pattern", item = body, response = { answer = "no hallucinating here" }, expect = { answer = 0 } },
    { name = "wrong", item = body, response = { answer = "sai" }, expect = { answer = 0 }, class = { answer = "wrong" } },
    { name = "blank", item = body, response = { answer = "   " }, expect = { answer = 0 }, class = { answer = "blank" } },
    { name = "marks count", item = marks, response = { answer = "ao giac" }, expect = { answer = 0 } },
    { name = "case does not", item = marks, response = { answer = "ẢO GIÁC" }, expect = { answer = 1 } },
    { name = "exactly", item = exact, response = { answer = "APK" }, expect = { answer = 0 } },
    { name = "exactly so", item = exact, response = { answer = " apk " }, expect = { answer = 1 } },
    { name = "a slow pattern is no zero", item = slow, response = { answer = ("a"):rep(60) .. "b" }, outcome = "needs_human" },
  },
}
