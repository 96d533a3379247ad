namespace PaymentHub.Seeds.Grammar;

/// <summary>Writes the grammar of messages from a folder of official schemas.</summary>
internal static class GrammarCommand
{
    public const string Help = "grammar FOLDER FILE\n"
        + "    Writes the grammar of ISO 20022 messages from the official schemas of a folder.";

    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments.Length != 2 || !Directory.Exists(arguments[0]))
        {
            await Console.Error.WriteLineAsync(Help);
            return 2;
        }

        await File.WriteAllTextAsync(arguments[1], GrammarMaker.Make(arguments[0]));
        return 0;
    }
}
