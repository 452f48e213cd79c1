-- A text that a person reads and marks.
--
-- The rubric and the sample are for who marks; the candidate sees neither
-- before the key is shown. `most` counts characters, as the page does.
return {
  api = 1, kind = "question", id = "khoa.essay", version = "1.0.0",
  title = { vi = "Tự luận", en = "Essay" },

  fields = {
    prompt = { type = "markdown", required = true, translate = true },
    most   = { type = "integer", min = 50, max = 20000, default = 4000 },
    rows   = { type = "integer", min = 3, max = 40, default = 12 },
    rubric = { type = "markdown", translate = true, secret = true },
    sample = { type = "markdown", translate = true, secret = true },
  },

  parts = { text = { weight = 1 } },

  inputs = function(item)
    return { text = { type = "text", max = item.most, label = { vi = "Bài làm", en = "Your text" } } }
  end,

  render = function(item, params, ui)
    return ui.group { ui.markdown(item.prompt), ui.essay("text", { rows = item.rows }) }
  end,

  -- What is blank never gets here: that scores 0 without a person.
  grade = function() return { text = { needs_human = true } } end,

  -- There is no one right text; this stands where the key would.
  model = function() return { text = "–" } end,

  explain = function(item, params, truth, response, ui)
    local nodes = {}
    if item.sample then
      nodes[#nodes + 1] = ui.text { vi = "Bài mẫu", en = "A good text" }
      nodes[#nodes + 1] = ui.markdown(item.sample)
    end
    if item.rubric then
      nodes[#nodes + 1] = ui.text { vi = "Cách chấm", en = "How it is marked" }
      nodes[#nodes + 1] = ui.markdown(item.rubric)
    end
    if #nodes > 0 then return ui.group(nodes) end
  end,

  check = function(item)
    if not item.rubric then
      return { rubric = { vi = "Người chấm cần biết chấm thế nào: hãy viết rubric.", en = "Whoever marks needs to know how: write a rubric." } }
    end
  end,

  tests = {
    { name = "a text waits for a person",
      item = { prompt = { vi = "Viết thư xin lỗi vì trễ hẹn.", en = "Write a letter of apology for a delay." },
               rubric = { vi = "Nêu lý do: 0,5. Hẹn lại ngày: 0,5.", en = "Gives the reason: 0.5. Names a new day: 0.5." } },
      response = { text = "Kính gửi ông, hồ sơ của ông bị trễ vì máy hỏng." }, outcome = "needs_human" },
    { name = "blank needs nobody",
      item = { prompt = { vi = "Viết.", en = "Write." }, rubric = { vi = "Một điểm.", en = "One point." } },
      response = { text = "" }, expect = { text = 0 }, class = { text = "blank" } },
    { name = "too long is told",
      item = { prompt = { vi = "Viết.", en = "Write." }, rubric = { vi = "Một điểm.", en = "One point." }, most = "50" },
      response = { text = "a text that is much longer than the fifty characters" }, invalid = { "text" }, expect = { text = 0 } },
    { name = "without a rubric nobody could mark it",
      item = { prompt = { vi = "Viết.", en = "Write." } }, refused = { "rubric" } },
  },
}
