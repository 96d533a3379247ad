using System.Text;
using PaymentHub.Seeds.Bank;
using PaymentHub.Seeds.Grammar;
using PaymentHub.Seeds.Matching;
using PaymentHub.Seeds.Play;
using PaymentHub.Seeds.Province;

Console.OutputEncoding = Encoding.UTF8;

var commands = new Dictionary<string, (string Help, Func<string[], Task<int>> RunAsync)>(StringComparer.Ordinal)
{
    ["province"] = (ProvinceCommand.Help, ProvinceCommand.RunAsync),
    ["bank"] = (BankCommand.Help, BankCommand.RunAsync),
    ["matching"] = (MatchingCommand.Help, MatchingCommand.RunAsync),
    ["grammar"] = (GrammarCommand.Help, GrammarCommand.RunAsync),
    ["play"] = (PlayCommand.Help, PlayCommand.RunAsync),
};

if (args.Length > 0 && commands.TryGetValue(args[0], out var command))
    return await command.RunAsync(args[1..]);

Console.Error.WriteLine("Usage: PaymentHub.Seeds COMMAND [OPTIONS]");
foreach (var (help, _) in commands.Values)
    Console.Error.WriteLine(help);
return args.Length > 0 && args[0] is "--help" or "-h" ? 0 : 2;
