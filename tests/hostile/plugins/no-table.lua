-- describe error table
return 1
