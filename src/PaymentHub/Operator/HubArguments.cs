namespace PaymentHub.Operator;

/// <summary>The call is not one that the command takes; the message says what is wrong, in both languages.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>The service refused, or what was asked for does not hold. The message is for people.</summary>
internal sealed class RefusedException(string message, string? json = null) : Exception(message)
{
    /// <summary>The problem as the service sent it, where it sent one.</summary>
    public string? Json { get; } = json;
}

/// <summary>The words of a call: those in order, and the options, of which each may be given several times.</summary>
internal sealed class HubArguments
{
    private static readonly string[] Switches = ["--json", "--no-wait", "--help", "--dry-run"];

    private readonly List<string> _words = [];
    private readonly List<(string Name, string Value)> _options = [];
    private readonly HashSet<string> _switches = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Words => _words;

    public bool WantsJson => _switches.Contains("--json");

    public bool WantsHelp => _switches.Contains("--help");

    /// <summary>Only tell what would happen (chạy thử).</summary>
    public bool IsTrial => _switches.Contains("--dry-run");

    public bool Waits => !_switches.Contains("--no-wait");

    /// <summary>The names of the options with a value that were given.</summary>
    public IEnumerable<string> Names => _options.Select(o => o.Name);

    /// <summary>Splits a call; <c>-h</c> is <c>--help</c>, and <c>--</c> ends the options.</summary>
    public static HubArguments Of(IEnumerable<string> args)
    {
        var found = new HubArguments();
        var rest = new Queue<string>(args);
        while (rest.TryDequeue(out var arg))
        {
            if (arg == "--")
            {
                found._words.AddRange(rest);
                break;
            }

            var name = arg == "-h" ? "--help" : arg;
            if (Switches.Contains(name)) found._switches.Add(name);
            else if (!name.StartsWith("--", StringComparison.Ordinal)) found._words.Add(name);
            else if (rest.TryDequeue(out var value)) found._options.Add((name, value));
            else throw new UsageException($"{name} cần một giá trị. / {name} needs a value.");
        }

        return found;
    }

    /// <summary>The last value of an option, or null.</summary>
    public string? Option(string name) => _options.LastOrDefault(o => o.Name == name).Value;

    /// <summary>All values of an option, or null where it was not given.</summary>
    public string[]? Options(string name)
    {
        var values = _options.Where(o => o.Name == name).Select(o => o.Value).ToArray();
        return values.Length == 0 ? null : values;
    }
}
