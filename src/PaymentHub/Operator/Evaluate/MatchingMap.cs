using System.Text.Json;

namespace PaymentHub.Operator.Evaluate;

/// <summary>The columns of one file that hold each field; several columns of a field are read as one text.</summary>
internal sealed record SideColumns(
    string[] Id, string[] Date, string[] Amount, string[] Text, string[] Account, string[] Name);

/// <summary>
/// Which columns are what: <c>{"id":"id","date":"date","amount":"amount","text":"memo"}</c>. A field is a column name,
/// a list of them, or <c>{"left": …, "right": …}</c> where the files differ; any field may be missing, on one side too.
/// </summary>
internal sealed record MatchingMap(SideColumns Left, SideColumns Right)
{
    private static readonly string[] Fields = ["id", "date", "amount", "text", "account", "name"];

    /// <summary>Reads the map, or throws saying what is wrong where.</summary>
    public static MatchingMap Read(string path)
    {
        if (!File.Exists(path)) throw new UsageException($"Không có tệp {path}. / There is no file {path}.");
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw Wrong(path, "$", "một đối tượng", "an object");
            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (!Fields.Contains(member.Name))
                    throw Wrong(path, member.Name, string.Join(", ", Fields), string.Join(", ", Fields));
            }

            return new MatchingMap(Side(document.RootElement, path, "left"), Side(document.RootElement, path, "right"));
        }
        catch (JsonException e)
        {
            var line = (e.LineNumber ?? 0) + 1;
            throw new RefusedException(
                $"{path}, dòng {line}: không phải JSON. / {path}, line {line}: this is no JSON. {e.Message}");
        }
    }

    private static SideColumns Side(JsonElement root, string path, string side) => new(
        Of(root, path, "id", side), Of(root, path, "date", side), Of(root, path, "amount", side),
        Of(root, path, "text", side), Of(root, path, "account", side), Of(root, path, "name", side));

    private static string[] Of(JsonElement root, string path, string field, string side)
    {
        if (!root.TryGetProperty(field, out var value)) return [];
        if (value.ValueKind != JsonValueKind.Object) return Names(value, path, field);
        foreach (var member in value.EnumerateObject())
        {
            if (member.Name is not ("left" or "right"))
                throw Wrong(path, $"{field}.{member.Name}", "left, right", "left, right");
        }

        return value.TryGetProperty(side, out var own) ? Names(own, path, $"{field}.{side}") : [];
    }

    private static string[] Names(JsonElement value, string path, string field) => value.ValueKind switch
    {
        JsonValueKind.Null => [],
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array when value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String) =>
            [.. value.EnumerateArray().Select(v => v.GetString()!)],
        _ => throw Wrong(path, field, "tên cột", "a column name"),
    };

    private static RefusedException Wrong(string path, string at, string vietnamese, string english) => new(
        $"{path}, {at}: chỉ nhận {vietnamese}. Sửa tệp rồi chạy lại.\n"
        + $"{path}, {at}: only {english} may stand here. Correct the file and run again.");
}
