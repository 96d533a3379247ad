using System.Text;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.BankExchange;

/// <summary>
/// Hostile bytes over HTTP: each gets its reason, and the service keeps nothing of it but the bytes and the record of
/// the refusal.
/// </summary>
public sealed class HostileFileTests(ReleasedHub fixture) : IClassFixture<ReleasedHub>
{
    private const StringComparison Ordinal = StringComparison.Ordinal;
    private const string Amount = "<Amt Ccy=\"VND\">540000</Amt>";

    private static readonly Dictionary<string, Func<string, string>> Texts = new()
    {
        ["cut before the last bracket"] = t => t.TrimEnd()[..^1],
        ["cut after an entry"] = t => t[..(t.IndexOf("</Ntry>", Ordinal) + 7)],
        ["declared count off by one"] = t => t.Insert(
            t.IndexOf("<Ntry>", Ordinal), "<TxsSummry><TtlNtries><NbOfNtries>3</NbOfNtries></TtlNtries></TxsSummry>"),
        ["DOCTYPE"] = t => BeforeRoot(t, "<!DOCTYPE Document>"),
        ["XXE"] = t => BeforeRoot(t, "<!DOCTYPE Document [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"),
        ["parameter entity"] = t => BeforeRoot(
            t, "<!DOCTYPE Document [<!ENTITY % p SYSTEM \"http://127.0.0.1:9/x\"> %p;]>"),
        ["billion laughs"] = t => BeforeRoot(
            t, "<!DOCTYPE Document [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]>"),
        ["quadratic blow-up"] = t => BeforeRoot(
            t, $"<!DOCTYPE Document [<!ENTITY q \"{new string('q', 50_000)}\">]>"),
        ["depth 100k"] = t => Inside(t, Repeat("<X>", 100_000) + Repeat("</X>", 100_000)),
        ["attributes 100k"] = t => Inside(
            t, "<X " + string.Concat(Enumerable.Range(0, 100_000).Select(i => $"a{i}=\"\" ")) + "/>"),
        ["text of 20 MB"] = t => Inside(t, $"<X>{new string('x', 20_000_000)}</X>"),
        ["a million empty entries"] = t => Inside(t, Repeat("<Ntry/>", 1_000_000)),
        ["amount -5.00"] = t => WithAmount(t, "-5.00"),
        ["amount 5,00"] = t => WithAmount(t, "5,00"),
        ["amount 1e3"] = t => WithAmount(t, "1e3"),
        ["amount with blanks"] = t => WithAmount(t, " 5.00 "),
        ["amount +5.00"] = t => WithAmount(t, "+5.00"),
        ["amount 1.234"] = t => WithAmount(t, "1.234"),
        ["amount of 20 digits"] = t => WithAmount(t, new string('9', 20)),
        ["currency of another country"] = t => t.Replace(Amount, "<Amt Ccy=\"USD\">540000</Amt>", Ordinal),
        ["currency unknown"] = t => t.Replace(Amount, "<Amt Ccy=\"XYZ\">540000</Amt>", Ordinal),
        ["sign missing"] = t => t.Replace(Amount + "<CdtDbtInd>DBIT</CdtDbtInd>", Amount, Ordinal),
        ["30 February"] = t => t.Replace("<BookgDt><Dt>2026-11-02", "<BookgDt><Dt>2026-02-30", Ordinal),
        ["NUL tail"] = t => t + "\0\0\0\0",
        ["U+0001"] = t => t.Replace("TRO CAP", "TRO\u0001CAP", Ordinal),
        ["unknown version"] = t => t.Replace("053.001.08", "053.001.99", Ordinal),
        ["another message than the body says"] = t => t.Replace("BkToCstmrStmt", "BkToCstmrDbtCdtNtfctn", Ordinal),
        ["not a bank file"] = _ => "Kính gửi Sở Tài chính\r\n",
        ["a statement cut after its head"] = _ => ":20:STARTUMSE\r\n:25:4500201000018\r\n",
        ["empty"] = _ => "",
        ["an entry hidden in a comment"] = t => Inside(t, "<!-- <Ntry>x</Ntry> -->"),
    };

    /// <summary>The rows that a refused or held file leaves: its bytes, and a stream of two events and steps.</summary>
    public static IReadOnlyDictionary<string, long> OwnRecord { get; } = new Dictionary<string, long>
    {
        ["events.mt_events"] = 2,
        ["events.mt_streams"] = 1,
        ["hub.bank_file_step"] = 2,
        ["hub.raw_file"] = 1,
    };

    /// <summary>What a held file leaves beside that: its movements, for the person who decides.</summary>
    public static IReadOnlyList<string> Staged { get; } = ["hub.bank_entry", "hub.bank_file_day"];

    private Hub Hub => fixture.Hub;

    [Theory]
    [InlineData("cut before the last bracket", "Refused", "TRUNCATED")]
    [InlineData("cut after an entry", "Refused", "TRUNCATED")]
    [InlineData("declared count off by one", "Refused", "CONTROL_MISMATCH")]
    [InlineData("DOCTYPE", "Refused", "DTD_FORBIDDEN")]
    [InlineData("XXE", "Refused", "DTD_FORBIDDEN")]
    [InlineData("parameter entity", "Refused", "DTD_FORBIDDEN")]
    [InlineData("billion laughs", "Refused", "DTD_FORBIDDEN")]
    [InlineData("quadratic blow-up", "Refused", "DTD_FORBIDDEN")]
    [InlineData("depth 100k", "Refused", "LIMIT_EXCEEDED")]
    [InlineData("attributes 100k", "Refused", "LIMIT_EXCEEDED")]
    [InlineData("text of 20 MB", "Refused", "LIMIT_EXCEEDED")]
    [InlineData("a million empty entries", "Refused", "LIMIT_EXCEEDED")]
    [InlineData("amount -5.00", "Refused", "BAD_AMOUNT")]
    [InlineData("amount 5,00", "Refused", "BAD_AMOUNT")]
    [InlineData("amount 1e3", "Refused", "BAD_AMOUNT")]
    [InlineData("amount with blanks", "Refused", "BAD_AMOUNT")]
    [InlineData("amount +5.00", "Refused", "BAD_AMOUNT")]
    [InlineData("amount 1.234", "Refused", "BAD_AMOUNT")]
    [InlineData("amount of 20 digits", "Refused", "BAD_AMOUNT")]
    [InlineData("currency of another country", "Refused", "BAD_CURRENCY")]
    [InlineData("currency unknown", "Refused", "BAD_CURRENCY")]
    [InlineData("sign missing", "Refused", "BAD_SIGN")]
    [InlineData("30 February", "Refused", "BAD_DATE")]
    [InlineData("NUL tail", "Refused", "BAD_ENCODING")]
    [InlineData("U+0001", "Refused", "BAD_ENCODING")]
    [InlineData("unknown version", "Refused", "UNSUPPORTED_TYPE")]
    [InlineData("another message than the body says", "Refused", "UNSUPPORTED_TYPE")]
    [InlineData("a statement cut after its head", "Refused", "TRUNCATED")]
    [InlineData("not a bank file", "Refused", "UNSUPPORTED_TYPE")]
    [InlineData("empty", "Refused", "TRUNCATED")]
    [InlineData("an entry hidden in a comment", "Refused", "CONTROL_MISMATCH")]
    public async Task A_hostile_statement_is_stopped_with_its_reason_and_changes_nothing(
        string attack, string status, string reason)
    {
        var good = await GoodAsync();
        var bad = Texts[attack](good);
        bad.ShouldNotBe(good, "the attack must change the file");
        await StoppedAsync(Encoding.UTF8.GetBytes(bad), status, reason);
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF_8_are_refused_whatever_the_label_says()
    {
        var good = await GoodAsync();
        await StoppedAsync(
            Encoding.Latin1.GetBytes(good.Replace("TRO CAP", "Congé", Ordinal)), "Refused", "BAD_ENCODING");
    }

    [Fact]
    public async Task A_file_cut_inside_a_character_is_truncated()
    {
        var bytes = Encoding.UTF8.GetBytes((await GoodAsync()).Replace("TRO CAP", "Trợ cấp", Ordinal));
        await StoppedAsync(bytes[..(Array.FindIndex(bytes, b => b >= 0xE0) + 1)], "Refused", "TRUNCATED");
    }

    [Theory]
    [InlineData("a mark and another label", "BAD_ENCODING")]
    [InlineData("mangled before it was sent", "BAD_ENCODING")]
    [InlineData("UTF-16", null)]
    public async Task Text_that_can_be_read_is_read_right_and_what_is_odd_is_remarked(string oddity, string? remark)
    {
        var statement = (await StatementFile.NextAsync(Hub, "BIDV")).Book(
            new Booking(7_000) { Text = "KBNN CAP KINH PHI", Code = ("RCDT", "DMCT") },
            new Booking(1_000) { Text = "Nguyễn Thị Hoà", Code = ("RCDT", "DMCT") });
        var text = statement.Write();
        var bytes = oddity switch
        {
            "UTF-16" => Encoding.Unicode.GetBytes(text.Replace("UTF-8", "UTF-16", Ordinal)),
            "mangled before it was sent" => Encoding.UTF8.GetBytes(text.Replace("Nguyễn", "Nguyá»…n", Ordinal)),
            _ => Encoding.UTF8.GetBytes("\uFEFF" + text.Replace("UTF-8", "windows-1258", Ordinal)),
        };

        var file = await BankFiles.SendAsync(Hub, "BIDV", "chu-la.xml", bytes);

        $"{file["status"]} {file["entries"]}".ShouldBe("Reconciled 2", file.ToJsonString());
        if (remark is not null)
            Items(file["findings"]).Select(f => $"{f["rule"]}").ShouldContain(remark);
    }

    [Fact]
    public async Task An_amount_that_is_split_by_CDATA_is_read_whole()
    {
        var statement = await StatementFile.NextAsync(Hub, "VCB");
        statement.Book(new Booking(540_000) { Text = "KBNN CAP KINH PHI", Code = ("RCDT", "DMCT") });
        var text = statement.Write();
        var entry = text.IndexOf("<Ntry>", Ordinal);
        var split = text[..entry] + text[entry..].Replace(">540000<", ">54<![CDATA[00]]>00<", Ordinal);

        var file = await BankFiles.SendAsync(Hub, "VCB", "cdata.xml", Encoding.UTF8.GetBytes(split));

        $"{file["status"]} {file["breaks"]}".ShouldBe("Reconciled 0", file.ToJsonString());
        (await Hub.AskAsync<long>("select max(amount) from hub.account_movement where kind = 'Funding'"))
            .ShouldBe(540_000);
    }

    private async Task<string> GoodAsync()
    {
        var who = ReleasedMonth.Agri[0];
        var statement = await StatementFile.NextAsync(Hub, "AGRI");
        return statement.Book(
            new Booking(10_000_000) { Text = "KBNN CAP KINH PHI", Code = ("RCDT", "DMCT") },
            new Booking(-540_000)
            {
                EndToEndId = await Hub.EndToEndIdAsync(who),
                Account = who.Account,
                Text = "TRO CAP",
            }).Write();
    }

    private async Task StoppedAsync(byte[] bytes, string status, string reason)
    {
        var before = await Hub.FootprintAsync();
        var file = await BankFiles.SendAsync(Hub, "AGRI", "sao-ke.xml", bytes);
        $"{file["status"]}".ShouldBe(status, file.ToJsonString());
        Items(file["reasons"]).Select(r => (string)r!).ShouldContain(reason);
        var left = (await Hub.FootprintAsync()).ChangedSince(before);
        if (status == "Held") left = left.Where(l => !Staged.Contains(l.Key)).ToDictionary();
        left.ShouldBe(OwnRecord, ignoreOrder: true);
        (await Hub.PaymentAsync(ReleasedMonth.Agri[0]))["status"]!.ToString().ShouldBe("Instructed");
    }

    private static string BeforeRoot(string text, string insert) =>
        text.Replace("<Document", insert + "<Document", Ordinal);

    private static string Inside(string text, string insert) => text.Replace("</Stmt>", insert + "</Stmt>", Ordinal);

    private static string WithAmount(string text, string amount) => text.Replace(
        Amount, $"<Amt Ccy=\"VND\">{amount}</Amt>", Ordinal);

    private static string Repeat(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();
}
