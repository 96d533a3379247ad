using PaymentHub.BankFormats.Xml;

namespace PaymentHub.BankFormats.Schema;

/// <summary>
/// Says what a message has against its grammar: what is wrong, where, and what is expected there. Paths and sentences
/// are made only for findings that are kept.
/// </summary>
/// <param name="findings">Where findings go.</param>
/// <param name="path">The path of a child of the open element; of that element itself for an empty name.</param>
internal sealed class SchemaReport(FindingList findings, Func<string, string> path)
{
    private const int MostNamesShown = 6;

    public void NoDocument(int line) => Say(
        "Document", "Document", line, "Thông điệp không nằm trong phần tử Document.",
        "The message is not inside an element Document.");

    public void Text(string name, int line) => Say(
        name, "", line, "Có chữ nằm giữa các phần tử; ở đây chỉ được có phần tử.",
        "Text between elements; only elements may stand here.");

    public void Missing(ElementForm form, PlaceForm place, int line)
    {
        var names = string.Join('|', form.Children.Skip(place.First).Take(place.Count).Select(c => c.Name));
        Say(
            names, names, line, $"Thiếu phần tử bắt buộc {Shown(names)}.",
            $"The required element {Shown(names)} is missing.");
    }

    public void TooOften(string shown, ChildForm child, int line)
    {
        var most = child.Most;
        Say(
            child.Name, shown, line, $"Phần tử {child.Name} xuất hiện quá số lần cho phép (nhiều nhất {most}).",
            $"Element {child.Name} occurs more often than allowed (at most {most}).");
    }

    public void OutOfOrder(string shown, ChildForm child, ChildForm last, int line) => Say(
        child.Name, shown, line, $"Phần tử {child.Name} sai thứ tự: phải đứng trước {last.Name}.",
        $"Element {child.Name} is out of order: it must come before {last.Name}.");

    public void OnlyOne(string shown, ElementForm form, ChildForm child, int line)
    {
        var names = Names(form.Children.Where(c => c.Place == child.Place));
        Say(
            child.Name, shown, line, $"Chỉ được chọn một trong các phần tử: {names}.",
            $"Only one of these elements may stand here: {names}.");
    }

    /// <param name="space">Its namespace where that is not the message's.</param>
    /// <param name="form">The form of its parent.</param>
    /// <param name="next">The first child of the parent that may still come.</param>
    public void Unknown(string name, string? space, ElementForm form, int next, int line)
    {
        var shown = XmlShown.Of(name);
        var (expectedVi, expectedEn) = form.Value is not null ? ("chỉ một giá trị", "a value only")
            : Names(form.Children.Skip(next)) is { Length: > 0 } names ? (names, names)
            : ("không có gì nữa", "nothing more");
        var of = space is null ? "" : $" ({(space.Length == 0 ? "xmlns=\"\"" : XmlShown.Of(space))})";
        Say(
            shown, shown, line, $"Phần tử {shown}{of} không có trong lược đồ ở đây; chờ đợi: {expectedVi}.",
            $"Element {shown}{of} is not in the schema here; expected: {expectedEn}.");
    }

    public void UnknownAttribute(string name, int line)
    {
        var shown = "@" + XmlShown.Of(name);
        Say(
            shown, shown, line, $"Thuộc tính {shown[1..]} không có trong lược đồ.",
            $"Attribute {shown[1..]} is not in the schema.");
    }

    public void NoAttribute(string name, int line) => Say(
        "@" + name, "@" + name, line, $"Thiếu thuộc tính bắt buộc {name}.",
        $"The required attribute {name} is missing.");

    /// <param name="name">Name of the element or attribute, by which like findings are counted.</param>
    /// <param name="leaf">Its place in the open element; empty for that element itself.</param>
    public void Value(string name, string leaf, ReadOnlySpan<char> text, ValueForm form, ValueFault fault, int line)
    {
        if (!findings.TakesFormal(name)) return;
        var (vietnamese, english) = SchemaWords.Of(form, fault);
        var shown = XmlShown.Of(text);
        Add(
            leaf, line, $"Giá trị «{shown}» không đúng lược đồ: {vietnamese}.",
            $"Value \"{shown}\" is not what the schema asks: {english}.");
    }

    private void Say(string name, string leaf, int line, string vietnamese, string english)
    {
        if (findings.TakesFormal(name)) Add(leaf, line, vietnamese, english);
    }

    private void Add(string leaf, int line, string vietnamese, string english) => findings.AddFormal(
        new FileFinding(line, path(leaf), FileReason.Schema, vietnamese, english, Verdict.Accept));

    private static string Shown(string names) => names.Replace("|", " | ", StringComparison.Ordinal);

    private static string Names(IEnumerable<ChildForm> children)
    {
        var names = children.Select(c => c.IsAny ? "*" : c.Name).Take(MostNamesShown + 1).ToList();
        if (names.Count > MostNamesShown) names[^1] = "…";
        return string.Join(", ", names);
    }
}
