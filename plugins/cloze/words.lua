-- What is typed against what is accepted, as in khoa.short-text: "fold" (lower
-- case, no marks), "marks" (lower case, marks count), "exact". Where a tone mark
-- stands (hòa, hoà) matters in none of them.
local words = {}

local plain_of, toned = {}, {}
for bare, tones in pairs { a = "àáảãạ", e = "èéẻẽẹ", o = "òóỏõọ", u = "ùúủũụ", y = "ỳýỷỹỵ" } do
  local number = 0
  for _, code in utf8.codes(tones) do
    number = number + 1
    toned[bare .. number], plain_of[utf8.char(code)] = utf8.char(code), bare .. number
  end
end

-- The tone goes to the second of oa, oe, uy.
local function placed(first, second)
  local at = plain_of[first]
  local both = at and at:sub(1, 1) .. second
  if both == "oa" or both == "oe" or both == "uy" then return at:sub(1, 1) .. toned[second .. at:sub(2)] end
end

local function tidied(text)
  text = nfc(text):gsub("([\xc3\xe1][\x80-\xbf]+)([aey])", placed)
  return (text:gsub("%s+", " "):gsub("^ ", ""):gsub(" $", ""))
end

local function quoted(text) return (text:gsub("[^%w\x80-\xff ]", "\\%0")) end

local function same(gap, accepted, text)
  if gap.compare == "fold" then return fold(accepted) == fold(text) end
  if gap.compare == "exact" then return tidied(accepted) == tidied(text) end
  return match("(?i)^" .. quoted(tidied(accepted)) .. "$", tidied(text)) ~= nil
end

local function fits(gap, accept, text)
  if accept.text then return same(gap, accept.text, text) end
  local given = gap.compare == "fold" and fold(text) or tidied(text)
  return match((gap.compare == "exact" and "" or "(?i)") .. "^(?:" .. accept.pattern .. ")$", given) ~= nil
end

-- What is wrong with a pattern, or nil: a letter that folding takes out of every
-- answer is never met, and some are no patterns.
function words.pattern_problem(gap, pattern)
  for letter in nfc(pattern):gmatch("[\xc2-\xf4][\x80-\xbf]+") do
    if gap.compare == "fold" and fold(letter):match("^[\x00-\x7f]+$") then
      return { vi = "\"" .. letter .. "\": so không dấu nên mẫu cũng phải viết không dấu.",
               en = "\"" .. letter .. "\": marks do not count here, so the pattern is written without." }
    end
  end
  local ok, why = pcall(fits, gap, { pattern = pattern }, "a")
  if not ok then return { vi = tostring(why), en = tostring(why) } end
end

-- The best score among all that fits.
function words.score(gap, text)
  local best = decimal(0)
  for _, accept in ipairs(gap.accept) do
    if accept.score > best and fits(gap, accept, text) then best = accept.score end
  end
  return best
end

-- A text that earns everything; nil: there is none.
function words.model(gap)
  for _, accept in ipairs(gap.accept) do
    if accept.text and accept.score == decimal(1) then return accept.text end
  end
end

return words
