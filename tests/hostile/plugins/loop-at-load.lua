-- describe limit instructions
while true do end
