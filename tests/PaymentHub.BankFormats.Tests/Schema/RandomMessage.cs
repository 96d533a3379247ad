using System.Globalization;
using System.Text;
using System.Xml.Linq;
using PaymentHub.BankFormats.Schema;

namespace PaymentHub.BankFormats.Tests.Schema;

/// <summary>Writes any message that a grammar allows.</summary>
internal sealed class RandomMessage(MessageGrammar grammar, Random random)
{
    private const int WideLevels = 4;

    private readonly XNamespace _space = "urn:iso:std:iso:20022:tech:xsd:" + grammar.Name;

    public XElement Write() => Element(grammar.Root, grammar.Form, 0);

    private XElement Element(string name, ElementForm form, int level)
    {
        var element = new XElement(_space + name);
        foreach (var attribute in form.Attributes)
            element.SetAttributeValue(attribute.Name, ValueOf(attribute.Value));
        if (form.Value is { } value) element.Value = ValueOf(value);
        foreach (var place in form.Children.GroupBy(c => c.Place))
        {
            var isRequired = form.Required.Any(r => form.Children[r.First].Place == place.Key);
            if (!isRequired && random.NextDouble() > (level < WideLevels ? 0.4 : 0.12)) continue;
            var children = place.ToArray();
            Add(element, children[random.Next(children.Length)], level);
        }

        return element;
    }

    private void Add(XElement parent, ChildForm child, int level)
    {
        var times = child.Most > 1 ? random.Next(1, 3) : 1;
        for (var i = 0; i < times; i++)
            parent.Add(child.IsAny
                ? new XElement(XName.Get("Anything", child.Space ?? "urn:other"), new XElement("inner", "text"))
                : Element(child.Name, child.Form!, level + 1));
    }

    private string ValueOf(ValueForm form) => form switch
    {
        { Codes.Length: > 0 } => form.Codes[random.Next(form.Codes.Length)],
        { Kind: ValueKind.DateTime, PatternText: not null } => "2026-11-05T08:00:00Z",
        { PatternText: { } pattern } => new PatternSample(pattern, random).Write(),
        { Kind: ValueKind.Text } => TextOf(form),
        { Kind: ValueKind.Decimal } => NumberOf(form),
        { Kind: ValueKind.Boolean } => random.Next(2) == 0 ? "true" : "0",
        { Kind: ValueKind.Date } => random.Next(3) == 0 ? "2024-02-29Z" : "2026-11-05",
        { Kind: ValueKind.DateTime } => random.Next(3) == 0 ? "2026-11-05T23:59:59.123+07:00" : "2026-11-05T08:00:00",
        { Kind: ValueKind.Year } => "2026",
        { Kind: ValueKind.YearMonth } => "2026-11",
        _ => "QUJD",
    };

    private string TextOf(ValueForm form)
    {
        var most = Math.Min(form.MaxLength, form.MinLength + 40);
        var length = random.Next(4) == 0 ? most : random.Next(Math.Max(form.MinLength, 1), most + 1);
        return string.Concat(Enumerable.Range(0, length).Select(_ => "abcXYZ 0129-/Đồếư"[random.Next(17)]));
    }

    private string NumberOf(ValueForm form)
    {
        var fraction = random.Next(0, Math.Min(form.FractionDigits, 4) + 1);
        var whole = random.Next(1, 99_999).ToString(CultureInfo.InvariantCulture);
        return fraction == 0 ? whole : whole + "." + new string('7', fraction);
    }
}

/// <summary>A text that a pattern of the grammar allows: classes, groups, signs and how often each comes.</summary>
internal sealed class PatternSample(string pattern, Random random)
{
    private readonly StringBuilder _text = new();
    private int _at;

    public string Write()
    {
        Sequence(isWritten: true);
        return _text.ToString();
    }

    private void Sequence(bool isWritten)
    {
        while (_at < pattern.Length && pattern[_at] != ')')
        {
            var start = _at;
            One(false);
            var end = _at;
            var times = isWritten ? Times() : Times() * 0;
            var after = _at;
            for (var i = 0; i < times; i++)
            {
                _at = start;
                One(true);
            }

            if (end > after) throw new InvalidOperationException(pattern);
            _at = after;
        }
    }

    private void One(bool isWritten)
    {
        var sign = pattern[_at++];
        if (sign == '(')
        {
            Sequence(isWritten);
            _at++;
        }
        else if (sign == '[')
        {
            var allowed = Class();
            if (isWritten) _text.Append(allowed[random.Next(allowed.Count)]);
        }
        else
        {
            if (sign == '\\') sign = pattern[_at++];
            if (isWritten) _text.Append(sign);
        }
    }

    private List<char> Class()
    {
        var allowed = new List<char>();
        while (pattern[_at] != ']')
        {
            if (pattern[_at] == '\\') _at++;
            var from = pattern[_at++];
            var isRange = pattern[_at] == '-' && pattern[_at + 1] != ']';
            var to = isRange ? pattern[_at + 1] : from;
            if (isRange) _at += 2;
            for (var c = from; c <= to; c++) allowed.Add(c);
        }

        _at++;
        return allowed;
    }

    private int Times()
    {
        if (_at >= pattern.Length || pattern[_at] != '{') return 1;
        var end = pattern.IndexOf('}', _at);
        var numbers = pattern[(_at + 1)..end].Split(',').Select(n => int.Parse(n, null)).ToArray();
        _at = end + 1;
        return random.Next(numbers[0], numbers[^1] + 1);
    }
}
