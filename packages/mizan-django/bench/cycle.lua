-- Asks for the paths in turn, so that each is asked for equally often.
local paths, turn = {}, 0

function init(arguments)
  paths = arguments
end

function request()
  turn = turn % #paths + 1
  return wrk.format("GET", paths[turn])
end
