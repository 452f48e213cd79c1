-- A day, as people write it: 05/11/2026, 5-11-2026, 5.11.2026.
--
-- In demo data a vendor's package that waits for a reviewer: read it, read the
-- report of the gate, and approve it or not.
local months = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }

local function leap(year)
  return year % 4 == 0 and (year % 100 ~= 0 or year % 400 == 0)
end

-- "2026-11-05", or nothing if there is no such day.
local function day_of(text)
  local d, m, y = text:match("^%s*(%d%d?)[/.-](%d%d?)[/.-](%d%d%d%d)%s*$")
  d, m, y = tonumber(d), tonumber(m), tonumber(y)
  if not d or m < 1 or m > 12 then return end
  local last = m == 2 and leap(y) and 29 or months[m]
  if d < 1 or d > last then return end
  return ("%04d-%02d-%02d"):format(y, m, d)
end

local body = {
  prompt = { vi = "Hồ sơ nhận ngày 28/10/2026, hạn 6 ngày làm việc. Hạn trả là ngày nào?",
             en = "A file came on 28/10/2026 and takes 6 working days. On which day is it due?" },
  answer = "05/11/2026",
}

return {
  api = 1, kind = "question", id = "tri-hanh.day", version = "0.9.0",
  title = { vi = "Điền ngày", en = "A day" },
  fields = {
    prompt = { type = "markdown", required = true, translate = true },
    answer = { type = "text", required = true, secret = true },
    why = { type = "markdown", translate = true, secret = true },
  },
  parts = { answer = { weight = 1 } },
  check = function(item)
    if not day_of(item.answer) then
      return { answer = { vi = "Viết ngày như 05/11/2026.", en = "Write the day like 05/11/2026." } }
    end
  end,
  inputs = function()
    return { answer = { type = "text", max = 20, label = { vi = "Ngày, viết như 05/11/2026", en = "The day, written like 05/11/2026" } } }
  end,
  render = function(item, params, ui)
    return ui.group { ui.markdown(item.prompt), ui.short("answer", { size = 12 }) }
  end,
  grade = function(item, params, truth, response)
    local given = day_of(response.answer)
    if given == day_of(item.answer) then return { answer = { score = 1, class = "right" } } end
    return { answer = { score = 0, class = given and "wrong" or "no-day" } }
  end,
  model = function(item) return { answer = item.answer } end,
  explain = function(item, params, truth, response, ui)
    if item.why then return ui.markdown(item.why) end
  end,
  tests = {
    { name = "right", item = body, response = { answer = "05/11/2026" }, expect = { answer = 1 }, class = { answer = "right" } },
    { name = "written otherwise", item = body, response = { answer = " 5-11-2026 " }, expect = { answer = 1 } },
    { name = "another day", item = body, response = { answer = "06/11/2026" }, expect = { answer = 0 }, class = { answer = "wrong" } },
    { name = "no such day", item = body, response = { answer = "31/11/2026" }, expect = { answer = 0 }, class = { answer = "no-day" } },
    { name = "blank", item = body, response = { answer = "" }, expect = { answer = 0 }, class = { answer = "blank" } },
    { name = "a key that is no day", item = { prompt = body.prompt, answer = "hôm nay" }, refused = { "answer" } },
  },
}
