using System.Text.Json;

namespace PaymentHub.BankFormats.Outgoing;

/// <summary>Rules that a profile can break. Stable: shown to whoever connects a bank.</summary>
public static class ProfileRule
{
    /// <summary>The file is not JSON.</summary>
    public const string Json = "JSON";

    /// <summary>A value that must stand there does not.</summary>
    public const string Missing = "MISSING";

    /// <summary>A name that no rule knows; most often a slip of the pen.</summary>
    public const string Unknown = "UNKNOWN";

    /// <summary>A value of another type.</summary>
    public const string Type = "TYPE";

    /// <summary>A value that is none of those allowed, or out of range.</summary>
    public const string Value = "VALUE";

    /// <summary>Two values that contradict each other.</summary>
    public const string Conflict = "CONFLICT";

    /// <summary>A text with a placeholder that does not exist, or without one that it needs.</summary>
    public const string Template = "TEMPLATE";

    /// <summary>A text that could reveal why a person is paid.</summary>
    public const string Wording = "WORDING";
}

/// <summary>
/// One thing wrong in a profile.
/// </summary>
/// <param name="File">Name of the file.</param>
/// <param name="Path">Place in it, such as <c>$.outgoing.list.columns[2].field</c>.</param>
/// <param name="Rule">One of <see cref="ProfileRule"/>.</param>
/// <param name="TextVi">What is wrong and what to do, in Vietnamese.</param>
/// <param name="TextEn">The same in English.</param>
public sealed record ProfileFinding(string File, string Path, string Rule, string TextVi, string TextEn);

/// <summary>
/// A place in a profile's JSON. Reading a value that is wrong records a finding and gives a harmless one, so that all
/// findings of a file come at once; names that nobody asked for are findings too.
/// </summary>
internal sealed class ProfileNode(string file, string path, JsonElement element, List<ProfileFinding> findings)
{
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public void Fail(string name, string rule, string vietnamese, string english) =>
        findings.Add(new ProfileFinding(file, name.Length == 0 ? path : $"{path}.{name}", rule, vietnamese, english));

    public bool Has(string name) => Find(name) is not null;

    public string Text(string name, string? otherwise = null) => Find(name) switch
    {
        null => otherwise ?? Missing(name, ""),
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        _ => WrongType(name, "một chuỗi", "a text", ""),
    };

    public bool Flag(string name, bool otherwise = false) => Find(name) switch
    {
        null => otherwise,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => WrongType(name, "true hoặc false", "true or false", otherwise),
    };

    /// <summary>A whole number of at least 1; null where there is none.</summary>
    public long? Whole(string name, long most)
    {
        if (Find(name) is not { } found) return null;
        if (found.ValueKind != JsonValueKind.Number || !found.TryGetInt64(out var number))
            return WrongType<long?>(name, "một số nguyên", "a whole number", null);
        if (number >= 1 && number <= most) return number;
        Fail(name, ProfileRule.Value, $"Phải từ 1 đến {most}.", $"Must be from 1 to {most}.");
        return null;
    }

    /// <summary>One of the words given, each with its value.</summary>
    public T OneOf<T>(string name, T otherwise, params ReadOnlySpan<(string Word, T Value)> words)
    {
        if (!Has(name)) return otherwise;
        var text = Text(name);
        foreach (var (word, value) in words)
        {
            if (word == text) return value;
        }

        var all = string.Join(", ", words.ToArray().Select(w => w.Word));
        Fail(name, ProfileRule.Value, $"«{text}» không có trong: {all}.", $"'{text}' is none of: {all}.");
        return otherwise;
    }

    /// <summary>The object of that name; null where there is none, which is a finding if it must be.</summary>
    public ProfileNode? Object(string name, bool mustBe = true)
    {
        if (Find(name) is not { } found) return mustBe ? Missing<ProfileNode?>(name, null) : null;
        return found.ValueKind == JsonValueKind.Object
            ? new ProfileNode(file, $"{path}.{name}", found, findings)
            : WrongType<ProfileNode?>(name, "một đối tượng", "an object", null);
    }

    /// <summary>The objects of the list of that name; none where there is no such list.</summary>
    public List<ProfileNode> Objects(string name)
    {
        var nodes = new List<ProfileNode>();
        if (Find(name) is not { } found) return nodes;
        if (found.ValueKind != JsonValueKind.Array) return WrongType(name, "một danh sách", "a list", nodes);
        Collect(found, $"{path}.{name}", nodes);
        return nodes;
    }

    /// <summary>The same for a list of lists.</summary>
    public List<List<ProfileNode>> Rows(string name)
    {
        var rows = new List<List<ProfileNode>>();
        if (Find(name) is not { } found) return rows;
        if (found.ValueKind != JsonValueKind.Array) return WrongType(name, "một danh sách", "a list", rows);
        foreach (var (row, i) in found.EnumerateArray().Select((row, i) => (row, i)))
        {
            var nodes = new List<ProfileNode>();
            if (row.ValueKind == JsonValueKind.Array) Collect(row, $"{path}.{name}[{i}]", nodes);
            else WrongType($"{name}[{i}]", "một danh sách", "a list", nodes);
            rows.Add(nodes);
        }

        return rows;
    }

    /// <summary>Records every name that stands twice: only one of its values could count.</summary>
    public void CheckTwins()
    {
        foreach (var twins in element.EnumerateObject().GroupBy(p => p.Name).Where(g => g.Count() > 1))
            Fail(
                twins.Key, ProfileRule.Conflict, "Tên này có hai lần; bỏ bớt một.",
                "The name stands there twice; leave one out.");
    }

    /// <summary>Records every name that nobody asked for, and those that stand twice.</summary>
    public void End()
    {
        CheckTwins();
        foreach (var property in element.EnumerateObject().Where(p => !_asked.Contains(p.Name)))
            Fail(
                property.Name, ProfileRule.Unknown, "Tên này không có trong mẫu hồ sơ; kiểm tra chính tả hoặc bỏ đi.",
                "No such name in a profile; check the spelling or leave it out.");
    }

    private void Collect(JsonElement list, string at, List<ProfileNode> nodes)
    {
        foreach (var (item, i) in list.EnumerateArray().Select((item, i) => (item, i)))
        {
            if (item.ValueKind == JsonValueKind.Object)
                nodes.Add(new ProfileNode(file, $"{at}[{i}]", item, findings));
            else
                findings.Add(new ProfileFinding(
                    file, $"{at}[{i}]", ProfileRule.Type, "Phải là một đối tượng.", "Must be an object."));
        }
    }

    private JsonElement? Find(string name)
    {
        _asked.Add(name);
        return element.TryGetProperty(name, out var found) ? found : null;
    }

    private T Missing<T>(string name, T otherwise)
    {
        Fail(name, ProfileRule.Missing, "Thiếu giá trị bắt buộc này.", "This value must be given.");
        return otherwise;
    }

    private T WrongType<T>(string name, string vietnamese, string english, T otherwise)
    {
        Fail(name, ProfileRule.Type, $"Phải là {vietnamese}.", $"Must be {english}.");
        return otherwise;
    }
}
