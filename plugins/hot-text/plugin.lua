-- Words to be marked in a text, written as [[id|words]] in each language.
--
-- credit "each": (right ones marked - wrong ones marked) / right ones, never
-- below 0. "all": full marks for exactly the right ones, else 0.

local function marked(response)
  local set = {}
  for _, id in ipairs(response and response.spans or {}) do set[id] = true end
  return set
end

local function check_text(item, language, text, ids)
  local found = {}
  for id in text:gmatch("%[%[([^|%]]*)|") do
    if not ids[id] or found[id] then
      return { text = { vi = "[[" .. id .. "|…]] không có <span> tương ứng, hoặc có hai lần (" .. language .. ").",
                        en = "[[" .. id .. "|…]] has no <span>, or stands twice (" .. language .. ")." } }
    end
    found[id] = true
  end
  for id in pairs(ids) do
    if not found[id] then
      return { text = { vi = "Thiếu [[" .. id .. "|…]] (" .. language .. ").", en = "[[" .. id .. "|…]] is missing (" .. language .. ")." } }
    end
  end
end

local function check(item)
  local ids, rights = {}, 0
  for i, span in ipairs(item.span) do
    if ids[span.id] or not span.id:match("^[a-z0-9][a-z0-9-]*$") then
      return { ["span[" .. i .. "].id"] = { vi = "Mã phải khác nhau, gồm chữ thường, chữ số và gạch nối.",
                                            en = "Ids differ and are lower-case letters, digits and hyphens." } }
    end
    ids[span.id] = true
    if span.right then rights = rights + 1 end
  end
  if #item.span < 2 or #item.span > 20 or rights == 0 then
    return { span = { vi = "Cần từ 2 đến 20 <span>, ít nhất một có <right>true</right>.",
                      en = "2 to 20 <span> are needed, at least one with <right>true</right>." } }
  end
  for language, text in pairs(item.text) do
    local problem = check_text(item, language, text, ids)
    if problem then return problem end
  end
end

local function grade(item, params, truth, response)
  local chosen, rights, hit, wrong = marked(response), 0, 0, 0
  for _, span in ipairs(item.span) do
    if span.right then rights = rights + 1 end
    if chosen[span.id] and span.right then hit = hit + 1 end
    if chosen[span.id] and not span.right then wrong = wrong + 1 end
  end
  if hit == rights and wrong == 0 then return { spans = { score = 1, class = "right" } } end
  local class = hit == 0 and "wrong" or wrong == 0 and "incomplete" or hit == rights and "too-many" or "mixed"
  local score = item.credit == "each" and hit > wrong and decimal(hit - wrong) / decimal(rights) or 0
  return { spans = { score = score, class = class } }
end

local function explain(item, params, truth, response, ui)
  local nodes, chosen = {}, marked(response)
  for _, span in ipairs(item.span) do
    if span.why and (span.right or chosen[span.id]) then nodes[#nodes + 1] = ui.markdown(span.why) end
  end
  if #nodes > 0 then return ui.group(nodes) end
end

local function body(credit)
  return {
    prompt = { vi = "Từ nào là động từ?", en = "Which words are verbs?" },
    text = { vi = "Chị Lan [[a|viết]] một [[b|báo cáo]] rồi [[c|gửi]] cho [[d|trưởng phòng]].",
             en = "Ms Lan [[a|writes]] a [[b|report]] and [[c|sends]] it to her [[d|head]]." },
    span = {
      { id = "a", right = "true" }, { id = "b", why = { vi = "\"Báo cáo\" ở đây là danh từ.", en = "\"Report\" is a noun here." } },
      { id = "c", right = "true" }, { id = "d" },
    },
    credit = credit,
  }
end
local each, all = body("each"), body("all")
local lacking = body("each")
lacking.text = { vi = "[[a|viết]] [[b|báo cáo]] [[c|gửi]]", en = "[[a|writes]] [[b|report]] [[c|sends]]" }

return {
  api = 1, kind = "question", id = "khoa.hot-text", version = "1.0.0",
  title = { vi = "Đánh dấu trong văn bản", en = "Mark words in a text" },
  fields = {
    prompt = { type = "markdown", required = true, translate = true },
    text = { type = "markdown", required = true, translate = true },
    span = { type = "list", required = true, of = { type = "record", fields = {
      id = { type = "text", required = true },
      right = { type = "boolean", secret = true },
      why = { type = "markdown", translate = true, secret = true },
    } } },
    credit = { type = "enum", values = { "each", "all" }, default = "each", secret = true },
  },
  parts = { spans = { weight = 1 } },
  check = check,
  inputs = function(item)
    local ids = {}
    for i, span in ipairs(item.span) do ids[i] = span.id end
    return { spans = { type = "set", options = ids, label = { vi = "Từ ngữ đã đánh dấu", en = "Words marked" } } }
  end,
  render = function(item, params, ui)
    return ui.group { ui.markdown(item.prompt), ui.hottext("spans", item.text) }
  end,
  grade = grade,
  model = function(item)
    local ids = {}
    for _, span in ipairs(item.span) do
      if span.right then ids[#ids + 1] = span.id end
    end
    return { spans = ids }
  end,
  explain = explain,
  tests = {
    { name = "both", item = each, response = { spans = { "a", "c" } }, expect = { spans = 1 }, class = { spans = "right" } },
    { name = "one of two", item = each, response = { spans = { "a" } }, expect = { spans = 0.5 }, class = { spans = "incomplete" } },
    { name = "both and one more", item = each, response = { spans = { "a", "b", "c" } }, expect = { spans = 0.5 }, class = { spans = "too-many" } },
    { name = "one and a wrong one", item = each, response = { spans = { "a", "b" } }, expect = { spans = 0 }, class = { spans = "mixed" } },
    { name = "only wrong ones", item = each, response = { spans = { "b", "d" } }, expect = { spans = 0 }, class = { spans = "wrong" } },
    { name = "all or nothing", item = all, response = { spans = { "a" } }, expect = { spans = 0 }, class = { spans = "incomplete" } },
    { name = "blank", item = each, response = {}, expect = { spans = 0 }, class = { spans = "blank" } },
    { name = "a span that the text lacks", item = lacking, refused = { "text" } },
  },
}
