using System.Globalization;
using System.Xml.Linq;

namespace PaymentHub.BankFormats.Tests.Schema;

/// <summary>Does one random damage to a message, or what may be one.</summary>
internal sealed class DamagedMessage(Random random)
{
    // Without the hour 24:00:00, which the platform refuses, and zones beyond fourteen hours, which it lets pass; the
    // standard has it the other way round.
    private static readonly string[] Values =
    [
        "", " ", "maybe", "TRUE", " true ", "2026-02-30", "2026-2-3", "2026-11-05Z", "2026-11-05+07:00", " 2026-11-05 ",
        "2026-11-05T23:59:60", "2026-11-05T24:00:01", "2026-11-05T08:00", "2026-11-05T08:00:00.", "0000-01-01",
        "2026-11-05T08:00:00.1234567+14:00", "2026-11-05T08:00:00+7:00", "2026-11-05 08:00:00", "2026", "2026-13",
        "1e3",
        "-1", "+1", "-0", ".5", "5.", ".", "0001.50000000", "1.123456", "123456789012345678", "1234567890123456789",
        "0.00000000000000001", "12345678901234567.8", "0", "VND", "vnd", "VNDX", "AGRIVNVX", "AGRIVNVXXXX", "AGRIVNV",
        "VN12ABC", "1234567890123456789012345678901234567890", "BOOK", "CRDT", "crdt", "QUJD", "QUJ", "****", "A\tB",
        "8a562c67-ca16-48ba-b074-65581be6f001", "8A562C67-CA16-48BA-B074-65581BE6F001", "+84-0912345678", "Đồng",
    ];

    /// <summary>Changes the message in place and says how.</summary>
    public string Apply(XElement message)
    {
        var all = message.Descendants().ToList();
        var at = all[random.Next(all.Count)];
        var what = random.Next(11) switch
        {
            0 => Do("drop", at.Remove),
            1 => Do("twice", () => at.AddAfterSelf(new XElement(at))),
            2 => Swap(at),
            3 => Do("rename", () => at.Name = at.Name.Namespace + (at.Name.LocalName + "X")),
            4 => Do("namespace", () => at.Name = XNamespace.Get("urn:else") + at.Name.LocalName),
            5 => Do("attribute", () => at.SetAttributeValue("Ccy", random.Next(2) == 0 ? "VND" : "vnd")),
            6 => Do("no attribute", () => at.Attributes().Where(a => !a.IsNamespaceDeclaration).Remove()),
            7 => Do("longer", () => Lengthen(Leaf(all))),
            8 => Do("child", () => at.Add(new XElement(all[random.Next(all.Count)]))),
            9 => Do("text", () => at.AddFirst(new XText(random.Next(2) == 0 ? " \n " : "x"))),
            _ => Do("value", () => Leaf(all).Value = Values[random.Next(Values.Length)]),
        };
        return $"{what} {at.Name.LocalName}";
    }

    // The platform rounds a decimal of more than 28 digits before it counts them, so numbers grow a little only.
    private void Lengthen(XElement leaf)
    {
        var isNumber = decimal.TryParse(leaf.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        leaf.Value += new string('9', random.Next(1, isNumber ? 10 : 40));
    }

    private XElement Leaf(List<XElement> all)
    {
        var leaves = all.Where(e => !e.HasElements).ToList();
        return leaves[random.Next(leaves.Count)];
    }

    private static string Swap(XElement at)
    {
        if (at.NextNode is not XElement next) return "nothing";
        next.Remove();
        at.AddBeforeSelf(next);
        return "swap";
    }

    private static string Do(string what, Action action)
    {
        action();
        return what;
    }
}
