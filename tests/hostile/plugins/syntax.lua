-- describe error plugin.lua:
local q = = 1
