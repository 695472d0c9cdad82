// Before any schema is made: the page's policy lets no code be generated.
import './withoutGeneratedCode.ts';
import { mount } from 'svelte';
import App from './App.svelte';
import './tokens.css';
import './page.css';

const target = document.getElementById('room');
if (target === null) throw new Error('The page has no place for the room.');
mount(App, { target });
