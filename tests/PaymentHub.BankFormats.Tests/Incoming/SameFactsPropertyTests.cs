using System.Globalization;
using System.Text;
using CsCheck;
using NodaTime;
using PaymentHub.BankFormats.Incoming;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.BankFormats.Tests.Incoming;

/// <summary>Random movements, written by hand as camt.053, MT940, BAI2 and CSV, give equal entries.</summary>
public class SameFactsPropertyTests
{
    private static readonly LocalDate Day = new(2026, 11, 2);

    private static readonly Gen<string> Words = Gen.String[Gen.Char["ABC XYZ 0123"], 1, 30]
        .Select(s => string.Join(' ', ("T" + s).Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    private static readonly Gen<EntryFacts[]> Movements = Gen.Select(
        Gen.Long[1, 999_999_999_999], Gen.Bool, Gen.Long[1, 999_999_999_999], Words, Words, Gen.Bool,
        (amount, isDebit, account, name, words, isReturn) => new EntryFacts(
            new ExactAmount(isDebit && !isReturn ? -amount : amount, 0), "VND", Day, Day, null, null,
            account.ToString(CultureInfo.InvariantCulture), name, words, isReturn ? "AC04" : null))
        .Array[0, 12]
        .Select(facts => facts
            .Select((f, i) => f with { EndToEndId = $"E{i:000}", BankReference = $"B{i:000}" }).ToArray());

    [Fact]
    public void Every_format_tells_the_same() => Movements.Holds(
        facts =>
        {
            var closing = 1_000_000 + facts.Sum(f => (long)f.Amount.Units);
            foreach (var text in new[] { Camt(facts, closing), Swift(facts, closing), Bai2(facts, closing),
                Csv(facts, closing) })
            {
                var read = new List<EntryFacts>();
                var found = FileInspector.Inspect(
                    new MemoryStream(Encoding.UTF8.GetBytes(text)), TableSamples.Options,
                    (_, entry) => read.Add(entry.Facts));
                found.Outcome.Verdict.ShouldBe(Verdict.Accept, $"{found.Format} {found.Findings()}");
                read.ShouldBe(facts, ignoreOrder: false, found.Format);
                var account = found.Accounts.ShouldHaveSingleItem();
                (account.Account, account.Opening, account.Closing, account.Entries)
                    .ShouldBe(("4500201000018", "1000000", $"{closing}", facts.Length));
            }
        }, iter: 150);

    private static string Camt(EntryFacts[] facts, long closing)
    {
        var text = new StringBuilder("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\">"
            + "<BkToCstmrStmt><GrpHdr><MsgId>M</MsgId></GrpHdr><Stmt><Id>S</Id>"
            + "<Acct><Id><Othr><Id>4500201000018</Id></Othr></Id></Acct>");
        foreach (var (code, amount) in new[] { ("OPBD", 1_000_000), ("CLBD", closing) })
            text.Append(CultureInfo.InvariantCulture, $"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
                + $"<Amt Ccy=\"VND\">{Math.Abs(amount)}</Amt><CdtDbtInd>{Side(amount)}</CdtDbtInd>"
                + $"<Dt><Dt>2026-11-02</Dt></Dt></Bal>");
        foreach (var f in facts)
        {
            // Of a debit, and of a returned payment, the other side is the one who was to be paid.
            var party = f.Amount.Units < 0 || f.ReturnCode is not null ? "Cdtr" : "Dbtr";
            text.Append(CultureInfo.InvariantCulture, $"<Ntry><Amt Ccy=\"VND\">{f.Amount.Abs()}</Amt>"
                + $"<CdtDbtInd>{Side((long)f.Amount.Units)}</CdtDbtInd><Sts>BOOK</Sts>"
                + $"<BookgDt><Dt>2026-11-02</Dt></BookgDt><ValDt><Dt>2026-11-02</Dt></ValDt>"
                + $"<AcctSvcrRef>{f.BankReference}</AcctSvcrRef><NtryDtls><TxDtls><Refs>"
                + $"<EndToEndId>{f.EndToEndId}</EndToEndId></Refs><RltdPties><{party}><Nm>{f.Name}</Nm></{party}>"
                + $"<{party}Acct><Id><Othr><Id>{f.Account}</Id></Othr></Id></{party}Acct></RltdPties><RmtInf><Ustrd>"
                + $"{f.Remittance}</Ustrd></RmtInf>");
            if (f.ReturnCode is { } code)
                text.Append(CultureInfo.InvariantCulture, $"<RtrInf><Rsn><Cd>{code}</Cd></Rsn></RtrInf>");
            text.Append("</TxDtls></NtryDtls></Ntry>");
        }

        return text.Append("</Stmt></BkToCstmrStmt></Document>").ToString();
    }

    private static string Swift(EntryFacts[] facts, long closing)
    {
        var text = new StringBuilder(":20:S\n:25:4500201000018\n:28C:1\n:60F:C261102VND1000000,\n");
        foreach (var f in facts)
            text.Append(CultureInfo.InvariantCulture, $":61:2611021102{Mark((long)f.Amount.Units)}{f.Amount.Abs()},NTRF"
                + $"NONREF//{f.BankReference}\n:86:{Tagged(f)}\n");
        text.Append(CultureInfo.InvariantCulture, $":62F:{Mark(closing)}261102VND{Math.Abs(closing)},\n-\n");
        return text.ToString();
    }

    private static string Bai2(EntryFacts[] facts, long closing)
    {
        var text = new StringBuilder("01,S,R,261102,1200,F,,,2/\n02,R,S,1,261102,,VND,2/\n");
        text.Append(CultureInfo.InvariantCulture, $"03,4500201000018,VND,010,1000000,,,015,{closing},,/\n");
        foreach (var f in facts)
            text.Append(CultureInfo.InvariantCulture, $"16,{(f.Amount.Units < 0 ? 475 : 195)},{f.Amount.Abs()},,"
                + $"{f.BankReference},,{Tagged(f)}/\n");
        var total = 1_000_000 + closing + facts.Sum(f => (long)f.Amount.Abs().Units);
        var records = facts.Length;
        text.Append(CultureInfo.InvariantCulture, $"49,{total},{records + 2}/\n98,{total},1,{records + 4}/\n");
        return text.Append(CultureInfo.InvariantCulture, $"99,{total},1,{records + 6}/\n").ToString();
    }

    private static string Csv(EntryFacts[] facts, long closing)
    {
        var text = new StringBuilder("Account,4500201000018\nCurrency,VND\nOpening balance,1000000\n"
            + "Posting date,Value date,Reference,Amount,Partner account,Partner name,End-to-end id,Return code,"
            + "Details\n");
        foreach (var f in facts)
            text.Append(CultureInfo.InvariantCulture, $"2026-11-02,2026-11-02,{f.BankReference},{f.Amount},{f.Account},"
                + $"{f.Name},{f.EndToEndId},{f.ReturnCode},{f.Remittance}\n");
        text.Append(CultureInfo.InvariantCulture, $"Transactions,{facts.Length}\nClosing balance,{closing}\n");
        return text.ToString();
    }

    private static string Tagged(EntryFacts f) => $"/EREF/{f.EndToEndId}"
        + (f.ReturnCode is { } code ? $"/RTRN/{code}" : "") + $"/NAME/{f.Name}/IBAN/{f.Account}/REMI/{f.Remittance}";

    private static string Side(long amount) => amount < 0 ? "DBIT" : "CRDT";

    private static char Mark(long amount) => amount < 0 ? 'D' : 'C';
}
