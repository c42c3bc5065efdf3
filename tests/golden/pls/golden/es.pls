<?xml version="1.0" encoding="UTF-8"?>
<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="es">
  <lexeme>
    <grapheme>Barnes &amp; Noble</grapheme>
    <alias>barns and nóubel</alias>
  </lexeme>
  <lexeme>
    <grapheme>Special K</grapheme>
    <alias>espéchal kéi</alias>
  </lexeme>
  <lexeme>
    <grapheme>Spravato</grapheme>
    <phoneme>spɾaˈβato</phoneme>
  </lexeme>
</lexicon>
