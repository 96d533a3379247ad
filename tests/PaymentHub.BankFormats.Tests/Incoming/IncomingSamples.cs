namespace PaymentHub.BankFormats.Tests.Incoming;

/// <summary>Good files of several formats with the same facts, or as near as the format allows.</summary>
internal static class IncomingSamples
{
    public const string Swift = """
        :20:S0001
        :25:4500201000018
        :28C:1/1
        :60F:C261102VND1000000,
        :61:2611021102D500000,NTRFNONREF//B0001
        :86:/EREF/ABCDEFGHIJKLMNOP/NAME/NGUYEN THI HOA/IBAN/4500205123456/REMI/Tro cap thang 11
        :61:2611021102C500000,NRTINONREF//B0002
        :86:/EREF/ABCDEFGHIJKLMNOP/RTRN/AC04/NAME/NGUYEN THI HOA/IBAN/4500205123456/REMI/Tro cap thang 11
        :62F:C261102VND1000000,
        -

        """;

    public const string Bai2 = """
        01,BANKVNVX,HUB,261102,1800,S0001,80,1,2/
        02,HUB,BANKVNVX,1,261102,1800,VND,2/
        03,4500201000018,VND,010,1000000,,,015,1000000,,/
        16,475,500000,V,261102,,B0001,,/EREF/ABCDEFGHIJKLMNOP/NAME/NGUYEN THI HOA/IBAN/4500205123456
        88,/REMI/Tro cap thang 11/
        16,257,500000,V,261102,,B0002,,/EREF/ABCDEFGHIJKLMNOP/RTRN/AC04/NAME/NGUYEN THI HOA
        88,/IBAN/4500205123456/REMI/Tro cap thang 11/
        49,3000000,6/
        98,3000000,1,8/
        99,3000000,1,10/

        """;

    public static string Camt { get; } = WithReferences(StatementText.Write(1_000_000,
    [
        new EntryText(-500_000, "ABCDEFGHIJKLMNOP", "NGUYEN THI HOA", "4500205123456", "Tro cap thang 11"),
        new EntryText(500_000, "ABCDEFGHIJKLMNOP", "NGUYEN THI HOA", "4500205123456", "Tro cap thang 11")
            { ReturnReason = "AC04" },
    ]));

    /// <summary>Every sample.</summary>
    public static IEnumerable<string> All =>
        [Swift, Bai2, Camt, Golden.Text("pain001-two-batches-one-booked-in-one-sum.xml"),
            Golden.Text("pain002-each-line-with-its-amount.xml")];

    // The writer of the tests gives entries neither a value date nor the bank's reference.
    private static string WithReferences(string text)
    {
        const string Before = "<BkTxCd>";
        var first = text.IndexOf(Before, StringComparison.Ordinal);
        var second = text.IndexOf(Before, first + 1, StringComparison.Ordinal);
        return text[..first] + Added("B0001") + text[first..second] + Added("B0002") + text[second..];

        static string Added(string reference) =>
            $"<ValDt><Dt>2026-11-02</Dt></ValDt><AcctSvcrRef>{reference}</AcctSvcrRef>";
    }
}
