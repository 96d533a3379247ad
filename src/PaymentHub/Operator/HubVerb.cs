using System.Text.Json.Nodes;

namespace PaymentHub.Operator;

/// <summary>
/// What a command answers: the data, the same for people, and whether something was refused or does not hold, which
/// makes the exit code 1.
/// </summary>
internal sealed record HubAnswer(JsonNode Data, string Text, bool IsRefused = false);

/// <summary>
/// One command: its words (those in brackets may be left out), its options with a value, what it does, and how. A local
/// command needs no service and gets no session.
/// </summary>
internal sealed record HubVerb(
    string Name, string Usage, string[] Options, string Vietnamese, string English,
    Func<HubSession, HubArguments, Task<HubAnswer>> RunAsync)
{
    /// <summary>True where the command works on files alone.</summary>
    public bool IsLocal { get; init; }

    /// <summary>Throws where the words or options are not the command's.</summary>
    public void Check(HubArguments arguments)
    {
        var words = Usage.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var needed = words.Count(w => !w.StartsWith('['));
        var isOpen = words.Any(w => w.EndsWith("…]", StringComparison.Ordinal));
        if (arguments.Words.Count < needed) throw new UsageException($"Thiếu tham số. / A word is missing. {Call}");
        if (arguments.Words.Count > words.Length && !isOpen)
            throw new UsageException($"Thừa tham số. / Too many words. {Call}");
        if (arguments.Names.FirstOrDefault(n => !Options.Contains(n)) is { } unknown)
            throw new UsageException($"Không có tùy chọn {unknown}. / There is no option {unknown}. {Call}");
    }

    /// <summary>The call as its help shows it.</summary>
    public string Call =>
        $"ops/hub {Name} {Usage}".TrimEnd() + string.Concat(Options.Select(o => $" [{o} …]"));
}
