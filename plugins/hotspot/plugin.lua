-- One or several areas of a picture. Each has a label, so that the question can
-- be answered from the list below the picture: by keyboard, by who cannot see
-- it, on a small screen.
--
-- credit "each": (right ones - wrong ones) / right ones, never below 0. "all":
-- full marks for exactly the right ones, else 0.

local counts = { rect = 4, circle = 3 }

-- "10,20,30,40" as whole numbers; nil: it is something else.
local function numbers_of(coords)
  local numbers = {}
  if not coords:match("^%s*%d+%s*[,%d%s]*$") then return nil end
  for number in coords:gmatch("%d+") do numbers[#numbers + 1] = tonumber(number) end
  return numbers
end

local function fits(area, item)
  local n = numbers_of(area.coords)
  if not n or (counts[area.shape] and #n ~= counts[area.shape]) then return false end
  if area.shape == "rect" then return n[3] > 0 and n[4] > 0 and n[1] + n[3] <= item.width and n[2] + n[4] <= item.height end
  if area.shape == "circle" then
    return n[3] > 0 and n[1] >= n[3] and n[2] >= n[3] and n[1] + n[3] <= item.width and n[2] + n[3] <= item.height
  end
  if #n < 6 or #n % 2 ~= 0 or #n > 40 then return false end
  for i, value in ipairs(n) do
    if value > (i % 2 == 1 and item.width or item.height) then return false end
  end
  return true
end

local function check(item)
  local ids, rights = {}, 0
  for i, area in ipairs(item.area) do
    if ids[area.id] or not area.id:match("^[a-z0-9][a-z0-9-]*$") then
      return { ["area[" .. i .. "].id"] = { vi = "Mã phải khác nhau, gồm chữ thường, chữ số và gạch nối.",
                                            en = "Ids differ and are lower-case letters, digits and hyphens." } }
    end
    ids[area.id] = true
    if area.right then rights = rights + 1 end
    if not fits(area, item) then
      return { ["area[" .. i .. "].coords"] = {
        vi = "Cần số nguyên nằm trong hình: rect x,y,rộng,cao; circle x,y,bán kính; poly x1,y1,x2,y2,…",
        en = "Whole numbers within the picture are needed: rect x,y,width,height; circle x,y,radius; poly x1,y1,x2,y2,…" } }
    end
  end
  if #item.area < 2 or #item.area > 20 then
    return { area = { vi = "Cần từ 2 đến 20 vùng.", en = "2 to 20 areas are needed." } }
  end
  if rights == 0 or rights > item.most then
    return { area = { vi = "Số vùng đúng phải từ 1 đến <most>.", en = "There must be 1 to <most> right areas." } }
  end
end

local function chosen_of(item, response)
  local chosen = response and response.areas
  local set = {}
  if item.most == 1 then
    if chosen then set[chosen] = true end
    return set, 1
  end
  for _, id in ipairs(chosen or {}) do set[id] = true end
  return set, #(chosen or {})
end

local function grade(item, params, truth, response)
  local chosen, count = chosen_of(item, response)
  local rights, hit, wrong = 0, 0, 0
  for _, area in ipairs(item.area) do
    if area.right then rights = rights + 1 end
    if chosen[area.id] and area.right then hit = hit + 1 end
    if chosen[area.id] and not area.right then wrong = wrong + 1 end
  end
  if count > item.most then return { areas = { score = 0, class = "too-many" } } end
  if hit == rights and wrong == 0 then return { areas = { score = 1, class = "right" } } end
  local class = hit == 0 and "wrong" or wrong == 0 and "incomplete" or "mixed"
  local score = item.credit == "each" and hit > wrong and decimal(hit - wrong) / decimal(rights) or 0
  return { areas = { score = score, class = class } }
end

local function explain(item, params, truth, response, ui)
  local nodes, chosen = {}, chosen_of(item, response)
  for _, area in ipairs(item.area) do
    if area.why and (area.right or chosen[area.id]) then
      nodes[#nodes + 1] = ui.group { ui.text(area.label), ui.markdown(area.why) }
    end
  end
  if #nodes > 0 then return ui.group(nodes) end
end

local function body(most, second, credit)
  return {
    prompt = { vi = "Hình nào không có góc?", en = "Which shape has no corner?" },
    picture = "example.png", width = "400", height = "200",
    alt = { vi = "Ba hình xếp thành hàng ngang.", en = "Three shapes in a row." },
    area = {
      { id = "a", label = { vi = "Hình bên trái", en = "The shape on the left" }, shape = "rect", coords = "20,40,100,120", right = second,
        why = { vi = "Hình chữ nhật có bốn góc.", en = "A rectangle has four corners." } },
      { id = "b", label = { vi = "Hình ở giữa", en = "The shape in the middle" }, shape = "circle", coords = "200,100,55", right = "true" },
      { id = "c", label = { vi = "Hình bên phải", en = "The shape on the right" }, shape = "poly", coords = "290,160,340,45,390,160" },
    },
    most = most, credit = credit,
  }
end
local one, two = body("1", "false", "each"), body("2", "true", "each")
local outside = body("1", "false", "each")
outside.area[1] = { id = "a", label = { vi = "x", en = "x" }, shape = "rect", coords = "350,40,100,120" }

return {
  api = 1, kind = "question", id = "khoa.hotspot", version = "1.0.0",
  title = { vi = "Chọn vùng trên hình", en = "Areas of a picture" },
  fields = {
    prompt = { type = "markdown", required = true, translate = true },
    picture = { type = "media", required = true },
    alt = { type = "text", required = true, translate = true },
    width = { type = "integer", required = true, min = 50, max = 20000 },
    height = { type = "integer", required = true, min = 50, max = 20000 },
    area = { type = "list", required = true, of = { type = "record", fields = {
      id = { type = "text", required = true },
      label = { type = "text", required = true, translate = true },
      shape = { type = "enum", values = { "rect", "circle", "poly" }, required = true },
      coords = { type = "text", required = true },
      right = { type = "boolean", secret = true },
      why = { type = "markdown", translate = true, secret = true },
    } } },
    most = { type = "integer", min = 1, max = 20, default = 1 },
    credit = { type = "enum", values = { "each", "all" }, default = "each", secret = true },
  },
  parts = { areas = { weight = 1 } },
  check = check,
  inputs = function(item)
    local ids = {}
    for i, area in ipairs(item.area) do ids[i] = area.id end
    return { areas = { type = item.most == 1 and "choice" or "set", options = ids,
                       label = item.most == 1 and { vi = "Vùng đã chọn", en = "The area" } or { vi = "Các vùng đã chọn", en = "The areas" } } }
  end,
  render = function(item, params, ui)
    local options = {}
    for i, area in ipairs(item.area) do
      options[i] = { id = area.id, content = area.label, shape = area.shape, numbers = numbers_of(area.coords) }
    end
    return ui.group { ui.markdown(item.prompt),
      ui.hotspot("areas", options, { media = item.picture, alt = item.alt, width = item.width, height = item.height }) }
  end,
  grade = grade,
  model = function(item)
    local ids = {}
    for _, area in ipairs(item.area) do
      if area.right then ids[#ids + 1] = area.id end
    end
    if item.most == 1 then return { areas = ids[1] } end
    return { areas = ids }
  end,
  explain = explain,
  tests = {
    { name = "the circle", item = one, response = { areas = "b" }, expect = { areas = 1 }, class = { areas = "right" } },
    { name = "the rectangle", item = one, response = { areas = "a" }, expect = { areas = 0 }, class = { areas = "wrong" } },
    { name = "two of two", item = two, response = { areas = { "a", "b" } }, expect = { areas = 1 } },
    { name = "one of two", item = two, response = { areas = { "a" } }, expect = { areas = 0.5 }, class = { areas = "incomplete" } },
    { name = "more than may be chosen", item = two, response = { areas = { "a", "b", "c" } }, expect = { areas = 0 }, class = { areas = "too-many" } },
    { name = "one right, one wrong", item = two, response = { areas = { "a", "c" } }, expect = { areas = 0 }, class = { areas = "mixed" } },
    { name = "blank", item = one, response = {}, expect = { areas = 0 }, class = { areas = "blank" } },
    { name = "an area outside of the picture", item = outside, refused = { "area[1].coords" } },
  },
}
